import type { BelfryEvent, Verdict, WallClock } from '@belfry/ingest/contract';
import { demoHistory, type HistoryOptions } from '@belfry/ingest/simulator';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Demo, openDemo } from './demo.ts';
import type { DemoState } from './demo-state.ts';

const BEGIN = Date.parse('2026-03-02T09:00:00Z');
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** A clock that stands until it is told to go on, and then stops at every instant that somebody waits for. */
class TestClock implements WallClock {
  #now = BEGIN;
  readonly #waiting = new Set<{ readonly at: number; readonly call: () => void }>();
  now = (): number => this.#now;
  after = (delayMs: number, call: () => void): (() => void) => {
    const waiting = { at: this.#now + Math.max(0, delayMs), call };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  };
  async goOn(until: number): Promise<void> {
    for (;;) {
      await settle();
      const [next] = [...this.#waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
    }
    this.#now = until;
  }
}

/** Lets promises go on as far as they can without the clock: nothing here waits for anything else. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Little enough for a test: about forty orders and some tickets. */
const volumes = (seed: string, to: number): HistoryOptions => ({ ...demoHistory(seed, to), orders: 40, tickets: 4 });

describe('the demo', () => {
  let kept: DemoState | undefined;
  let broken: boolean;
  let clock: TestClock;
  let sent: BelfryEvent[];
  let demo: Demo | undefined;

  beforeEach(() => {
    kept = undefined;
    broken = false;
    clock = new TestClock();
    sent = [];
  });
  afterEach(async () => {
    await demo?.stop();
  });

  async function open(): Promise<Demo> {
    demo = await openDemo({
      store: {
        read: async () => kept,
        async write(state) {
          kept = state;
        },
      },
      wallClock: clock,
      client: {
        async send(events) {
          sent.push(...events);
          if (broken) throw new Error('no intake');
          return events.map(
            ({ id, source }, index): Verdict => ({ status: 'accepted', index, id: id ?? null, source: source ?? null }),
          );
        },
      },
      backlog: () => 0,
      report: () => {},
      volumes,
    });
    return demo;
  }
  async function run(from: Demo, until: number): Promise<void> {
    const running = from.run();
    await clock.goOn(until);
    await from.stop();
    await running;
  }

  it('tells the history as an import, ends it, and only then tells what is live', async () => {
    await run(await open(), BEGIN + 20 * SECOND);
    const finished = sent.findIndex(({ type }) => type === 'import.finished');
    expect(finished).toBeGreaterThan(100);
    expect(sent.slice(0, finished).every(({ importid }) => importid === 'demo-belfry-1')).toBe(true);
    expect(sent[finished]?.data).toMatchObject({ importid: 'demo-belfry-1' });
    expect(sent.slice(finished + 1).every(({ importid }) => importid === undefined)).toBe(true);
    expect(sent.slice(finished + 1).some(({ type }) => type === 'ticket.created')).toBe(true);
    expect(kept).toMatchObject({ seeded: true, storyStart: BEGIN + 15 * SECOND });
  });

  it('goes on with a story that was broken off, about the same tickets', async () => {
    await run(await open(), BEGIN + 30 * SECOND);
    const created = sent.filter(({ type, importid }) => type === 'ticket.created' && importid === undefined);
    sent = [];
    const again = await open();
    await again.catchUp();
    await run(again, BEGIN + 6 * 60 * SECOND);
    expect(sent.some(({ type }) => type === 'import.finished')).toBe(false);
    expect(sent.map(({ id }) => id)).toContain(created[0]?.id);
    expect(sent.some(({ type, subject }) => type === 'ticket.resolved' && subject === created[0]?.subject)).toBe(true);
  });

  it('tells after a pause what happened meanwhile, as an import, and then a new story', async () => {
    await run(await open(), BEGIN + 6 * 60 * SECOND);
    const before = new Set(sent.map(({ id }) => id));
    sent = [];
    await clock.goOn(BEGIN + 48 * HOUR);
    const again = await open();
    await again.catchUp();
    const finished = sent.findIndex(({ type }) => type === 'import.finished');
    const meanwhile = sent.slice(0, finished).filter(({ importid }) => importid !== undefined);
    expect(meanwhile.length).toBeGreaterThan(0);
    expect(meanwhile.every(({ id, importid }) => importid === 'demo-belfry-2' && !before.has(id))).toBe(true);
    expect(meanwhile.every(({ time }) => Date.parse(time) <= BEGIN + 48 * HOUR)).toBe(true);
    expect(kept?.storyStart).toBe(BEGIN + 48 * HOUR + 15 * SECOND);
  });

  it('tells a history that was broken off again from its beginning, as the same import with the same ids', async () => {
    broken = true;
    await expect((await open()).run()).rejects.toThrow('no intake');
    const ids = sent.map(({ id, importid }) => [id, importid]);
    expect(ids.length).toBeGreaterThan(100);
    sent = [];
    broken = false;
    await clock.goOn(BEGIN + HOUR);
    await run(await open(), BEGIN + HOUR + 20 * SECOND);
    expect(sent.slice(0, ids.length).map(({ id, importid }) => [id, importid])).toEqual(ids);
    expect(sent.filter(({ type }) => type === 'import.finished').map(({ data }) => data?.importid)).toEqual([
      'demo-belfry-1',
    ]);
  });
});
