import { describe, expect, it } from 'vitest';
import { LaneRecords, smallPack } from '../../../test/support/small-pack.ts';
import type { Heard } from '../contract/index.ts';
import { EventsFold } from './events-fold.ts';
import { Horizon } from './horizon.ts';
import { NO_EFFECTS } from './no-effects.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const SECOND = 1_000;

/** A lane that is taken over by another owner whenever the test says so. */
class Lane {
  readonly records = new LaneRecords();
  readonly heard: Heard[] = [];
  readonly beats: number[] = [];
  private fold = new EventsFold(3, 'beats');
  private readonly horizon = new Horizon();
  private readonly policies: { number: number; record: never }[] = [];
  private orders = 0;

  tell(at: number, source = 'shop', data: Record<string, unknown> = {}, over: Record<string, unknown> = {}): this {
    return this.apply(
      this.records.event(`order/${this.orders++}`, 'order.created', T0, T0 + at, { source, data, ...over }),
    );
  }
  tick(at: number): this {
    return this.apply(this.records.tick(T0 + at));
  }
  publish(at: number, sources: readonly { source: string; least: number | null; factor: number }[]): this {
    return this.apply(this.records.policy(smallPack(60, { sources }), T0 + at));
  }
  takeOver(): this {
    const extent = JSON.parse(JSON.stringify(this.fold.extent()));
    this.fold = new EventsFold(3, 'beats');
    this.fold.resume(extent, this.policies);
    return this;
  }
  private apply(record: ReturnType<LaneRecords['tick']>): this {
    this.horizon.take(record);
    this.fold.apply(record, this.horizon, {
      ...NO_EFFECTS,
      heard: (heard) => this.heard.push(heard),
      beat: ({ at }) => this.beats.push(at - T0),
      policy: (number, policy) => this.policies.push({ number, record: policy as never }),
    });
    return this;
  }
  told(): unknown[] {
    return this.heard.splice(0).map(({ source, at, partners }) => [source, (at - T0) / SECOND, ...partners]);
  }
}

describe('a lane', () => {
  it('tells of a source at once, and then each thirty seconds if it is still heard, with whom it names', () => {
    const lane = new Lane();
    lane.tell(0, 'shop', { partner: 'p1' });
    lane.tell(10 * SECOND, 'shop', { partner: 'p2' }).tell(29 * SECOND, 'shop', { partner: 'p1' });
    expect(lane.told()).toEqual([['shop', 0, 'p1']]);
    lane.tell(30 * SECOND, 'shop').tell(31 * SECOND, 'desk');
    expect(lane.told()).toEqual([
      ['shop', 30, 'p1', 'p2'],
      ['desk', 31],
    ]);
    expect(lane.tick(500 * SECOND).told()).toEqual([]);
  });

  it('tells the same, whoever owns it meanwhile', () => {
    const [one, many] = [new Lane(), new Lane()];
    for (let n = 0; n < 40; n++) {
      const tell = (lane: Lane) => lane.tell(n * 7 * SECOND, n % 3 === 0 ? 'desk' : 'shop', { partner: `p${n % 5}` });
      tell(one);
      tell(many).takeOver();
    }
    expect(many.heard).toEqual(one.heard);
    expect(one.heard.length).toBeGreaterThan(10);
  });

  it('is not told by history, by Belfry itself, or by what is about neither orders nor tickets', () => {
    const lane = new Lane();
    lane.tell(0, 'shop', {}, { importid: 'i' }).tell(0, 'belfry');
    lane.tell(0, 'crm', { text: 'x' }, { type: 'partner.noted', subject: 'partner/p1' });
    expect(lane.told()).toEqual([]);
  });

  it('says what the policies in force say of it, tells as often as they ask for, and beats as often', () => {
    const lane = new Lane();
    lane.tell(0);
    lane.publish(SECOND, [{ source: 'shop', least: 20 * SECOND, factor: 2 }]);
    lane
      .tell(2 * SECOND)
      .takeOver()
      .tell(2.5 * SECOND)
      .tell(3 * SECOND);
    expect(lane.heard.map(({ at, least, factor }) => [at - T0, least, factor])).toEqual([
      [0, 600 * SECOND, 3],
      [2 * SECOND, 20 * SECOND, 2],
      [3 * SECOND, 20 * SECOND, 2],
    ]);
    for (let at = 5; at <= 20; at++) lane.tick(at * SECOND + 1);
    expect(lane.beats).toEqual([5_001, 10_001, 15_001, 20_001]);
  });
});
