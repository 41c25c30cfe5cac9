import { expect, test } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import type { Fold } from './fold.ts';
import { IdleReading } from './idle-reading.ts';
import type { Lane } from './lane.ts';

/** A lane of which so many times something is left to read. */
function laneWith(name: string, reads: number) {
  const lane = { name, left: reads };
  const fold: Pick<Fold, 'readOn'> = { readOn: () => --lane.left > 0 };
  return Object.assign(lane, { fold }) as unknown as Lane & { readonly name: string; left: number };
}

function scene() {
  const clock = createFakeWallClock(0);
  const looks: string[] = [];
  const faults: string[] = [];
  const state = { busy: false };
  const reading = new IdleReading({
    wallClock: clock,
    isBusy: () => state.busy,
    onRead: (lane) => looks.push((lane as unknown as { name: string }).name),
    onFatal: (error) => faults.push(error.message),
  });
  return { clock, looks, faults, state, reading };
}

test('what recovery left unread is read a little at a time, one lane after the other, and each time it is seen what is due', () => {
  const { clock, looks, reading } = scene();
  const [a, b] = [laneWith('a', 14), laneWith('b', 3)];
  reading.add(a);
  reading.add(b);
  expect([a.left, b.left]).toEqual([13, 2]);
  clock.advance(20);
  expect([a.left, b.left]).toEqual([5, 2]);
  clock.advance(1000);
  expect([a.left, b.left]).toEqual([0, 0]);
  expect(looks).toEqual(['a', 'a', 'b']);
  expect(clock.planned()).toBe(0);
});

test('nothing is read while records wait, nor of a lane that was let go', () => {
  const { clock, looks, state, reading } = scene();
  const lane = laneWith('a', 10);
  state.busy = true;
  reading.add(lane);
  clock.advance(1000);
  expect(lane.left).toBe(9);
  state.busy = false;
  reading.forget(lane);
  clock.advance(1000);
  expect([lane.left, looks]).toEqual([9, []]);
  expect(clock.planned()).toBe(0);
});

test('a lane that left nothing unread plans nothing', () => {
  const { clock, reading } = scene();
  reading.add(laneWith('a', 1));
  expect(clock.planned()).toBe(0);
});

test('a row that cannot be read is told', () => {
  const { clock, faults, reading } = scene();
  let reads = 0;
  const readOn = (): boolean => {
    if (++reads > 1) throw new Error('a state row is no JSON');
    return true;
  };
  reading.add({ fold: { readOn } } as unknown as Lane);
  clock.advance(20);
  expect(faults).toEqual(['a state row is no JSON']);
});
