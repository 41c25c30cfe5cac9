import { describe, expect, it } from 'vitest';
import { breach, end, route, routing, SignalsRoom } from '../support/signals-room.ts';

const SECOND = 1_000;
const STORM = 1_000;

/** A thousand breaches of one incident in one instant; what happens afterwards is up to each test. */
function aStorm(): SignalsRoom {
  const room = new SignalsRoom().route(routing([route({ waitMs: 10 * SECOND })]));
  room.until(5 * SECOND).push(...Array.from({ length: STORM }, (_, n) => breach(n)));
  return room;
}

const postsOf = (room: SignalsRoom) =>
  room.toldTo('ops').map(({ at, notification }) => ({ ...notification, toldAt: at }));

describe('a storm of one incident', () => {
  it('is seen at once, and its whole count a tenth of a second later', () => {
    const room = aStorm();
    expect(room.tellings.map(({ total }) => total)).toEqual([1]);
    room.until(6 * SECOND);
    expect(room.tellings.map(({ total }) => total)).toEqual([1, STORM]);
  });

  it('is one post that names the first fifty and counts the others', () => {
    const posts = postsOf(aStorm().until(30 * SECOND));
    expect(posts).toMatchObject([{ action: 'trigger', open: STORM, total: STORM, more: STORM - 50, signals: STORM }]);
    expect(posts[0]!.items).toHaveLength(50);
  });

  it('an end rewrites the row that it stands in and no other', () => {
    const room = aStorm()
      .until(30 * SECOND)
      .commit();
    const before = room.rowsOf('members/');
    // The first two hundred stand in the row of their group.
    expect(before).toHaveLength(4);
    room
      .push(end(450))
      .until(31 * SECOND)
      .commit();
    const after = room.rowsOf('members/');
    expect(after.filter((row, n) => row !== before[n])).toHaveLength(1);
    expect(JSON.parse(room.rowsOf('group/').join('')).members).toHaveLength(200);
  });

  it('whoever dies in it goes on as if nothing had been', () => {
    const story = (room: SignalsRoom, befalls: (room: SignalsRoom) => unknown): SignalsRoom => {
      befalls(room);
      room.until(20 * SECOND);
      befalls(room);
      room.push(...Array.from({ length: STORM - 1 }, (_, n) => end(n))).until(100 * SECOND);
      befalls(room);
      return room
        .push(end(STORM - 1))
        .until(400 * SECOND)
        .commit();
    };
    const calm = story(aStorm(), () => undefined);
    const rough = story(aStorm(), (room) => room.commit().crash());
    expect(calm.toldTo('ops').at(-1)!.notification).toMatchObject({ action: 'resolve', open: 0 });
    expect(postsOf(rough)).toEqual(postsOf(calm));
    expect(rough.rowsOf('members/')).toEqual([]);
    expect(new Set(rough.rowsOf('group/'))).toEqual(new Set(calm.rowsOf('group/')));
  });
});
