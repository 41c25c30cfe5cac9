import { describe, expect, it } from 'vitest';
import { SourceWatch } from './source-watch.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BEGIN = Date.UTC(2026, 0, 5, 9);

/** One watch over two lanes, told in minutes since it began. */
class Story {
  readonly watch = new SourceWatch(2);
  private offset = 0;

  hear(source: string, minute: number, partners: readonly string[] = [], least: number | null = 10 * MINUTE) {
    const at = BEGIN + minute * MINUTE;
    return this.watch.hear({ lane: 0, offset: this.offset++, source, at, partners, least, factor: 3 });
  }

  /** All lanes come so far, minute by minute. */
  until(minute: number): string[] {
    const silent: string[] = [];
    for (let at = Math.max(this.watch.known, BEGIN); at < BEGIN + minute * MINUTE; ) {
      at = Math.min(at + MINUTE, BEGIN + minute * MINUTE);
      for (const lane of [0, 1]) silent.push(...this.watch.lanesCome(lane, at).map(({ source }) => source));
    }
    return silent;
  }
}

describe('a source', () => {
  it('of which little is known is silent after ten minutes and what its lanes may lag behind, once', () => {
    const story = new Story();
    story.until(1);
    story.hear('shop', 1);
    story.hear('shop', 2);
    expect(story.until(12)).toEqual([]);
    expect(story.until(13)).toEqual(['shop']);
    expect(story.until(100)).toEqual([]);
  });

  it('that is heard every quarter of an hour is silent after three quarters', () => {
    const story = new Story();
    for (let minute = 1; minute <= 91; minute += 15) {
      story.until(minute);
      story.hear('shop', minute);
    }
    expect(story.until(91 + 45)).toEqual([]);
    expect(story.until(91 + 46)).toEqual(['shop']);
  });

  it('that has spoken once only is not waited for, and one of which a pack says never is not', () => {
    const story = new Story();
    story.until(1);
    story.hear('curl', 1);
    for (const minute of [1, 2, 3]) story.hear('erp', minute, [], null);
    expect(story.until(1_000)).toEqual([]);
  });

  it('is not silent as long as one lane has not read so far: it may hold what the source has told', () => {
    const story = new Story();
    story.until(1);
    story.hear('shop', 1);
    story.hear('shop', 2);
    expect(story.watch.lanesCome(0, BEGIN + 30 * MINUTE)).toEqual([]);
    story.hear('shop', 29);
    expect(story.watch.lanesCome(1, BEGIN + 30 * MINUTE)).toEqual([]);
    // To be sure, a lane that comes on by half an hour counts as a pause of all.
    expect(story.until(40)).toEqual([]);
    expect(story.until(41)).toEqual(['shop']);
  });

  it('is not silent when nobody listened: after a pause of all it has its time once more', () => {
    const story = new Story();
    story.until(1);
    story.hear('shop', 1);
    story.hear('shop', 2);
    story.until(3);
    // Belfry stood still for two hours, and the source could tell nobody anything.
    for (const lane of [0, 1]) expect(story.watch.lanesCome(lane, BEGIN + 123 * MINUTE)).toEqual([]);
    expect(story.until(133)).toEqual([]);
    expect(story.until(134)).toEqual(['shop']);
    expect(story.hear('shop', 135)).toBe(BEGIN + 2 * MINUTE);
    // What lies across the pause is no gap of its own: it is the one of a minute, and those since.
    expect(story.watch.get('shop')!.gaps).toEqual([MINUTE]);
  });

  it('is heard again, once, by what came after its silence and not by what a slow lane tells of before', () => {
    const story = new Story();
    story.until(1);
    story.hear('shop', 1);
    story.hear('shop', 2);
    story.until(20);
    expect(story.hear('shop', 1.5)).toBeNull();
    expect(story.hear('shop', 21)).toBe(BEGIN + 2 * MINUTE);
    expect(story.hear('shop', 22)).toBeNull();
  });

  it('cuts off the partners that no other source tells of', () => {
    const story = new Story();
    story.until(1);
    for (const minute of [1, 2]) {
      story.hear('shop', minute, ['p1', 'p2']);
      story.hear('carrier', minute, ['p2']);
    }
    story.until(9);
    story.hear('carrier', 9);
    expect(story.until(14)).toEqual(['shop']);
    expect(story.watch.cutOff('shop')).toEqual(['p1']);
    expect(story.until(30)).toEqual(['carrier']);
    expect(story.watch.cutOff('shop')).toEqual(['p1', 'p2']);
  });

  it('is forgotten after a week, and so are partners that it has not named for a week', () => {
    const story = new Story();
    story.until(1);
    for (const day of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      story.hear('shop', day * 1440 + 2, day === 0 ? ['gone', 'here'] : ['here']);
      story.until(day * 1440 + 3);
    }
    expect(story.watch.partnersOf('shop')).toEqual(['here']);
    story.until(17 * 1440);
    expect(story.watch.get('shop')).toBeUndefined();
    expect(story.watch.partnersRow('shop')).toBeUndefined();
    expect([...story.watch.changed]).toContain('shop');
    expect(story.watch.known - BEGIN).toBe(17 * DAY);
  });
});
