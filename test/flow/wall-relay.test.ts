import {
  type ClockSignal,
  type ClockSignalKind,
  encodeIncident,
  encodeSignal,
  encodeTotals,
  type Incident,
} from '@belfry/processor/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyChange, type Frame, type Snapshot } from '../../dashboard/src/contract/index.ts';
import type { StoredBreach } from '../../dashboard/src/server/breach-book.ts';
import type { StoredDeadline } from '../../dashboard/src/server/deadline-book.ts';
import type { StoredEscalation } from '../../dashboard/src/server/escalation-book.ts';
import type { History, LanePosition } from '../../dashboard/src/server/history.ts';
import { Relay } from '../../dashboard/src/server/relay.ts';
import type { SilentSources } from '../../dashboard/src/server/sources/stored-sources.ts';
import { notice } from '../support/a-notice.ts';
import { acknowledgedBy, anIncident, resolvedAt } from '../support/an-incident.ts';
import { createFakeWallClock, type FakeWallClock } from '../support/fake-wall-clock.ts';
import { createMemoryLog, type MemoryLog } from '../support/memory-log.ts';

const START = Date.UTC(2026, 10, 23, 9, 0);
const MINUTE = 60_000;

/** The tables as the test wants them: what the relay asks is answered from here, or refused while they are away. */
class Tables implements History {
  away = false;
  asked = { running: 0, openBreaches: 0 };
  stored: LanePosition[] = [];
  breaches: StoredBreach[] = [];
  escalations: StoredEscalation[] = [];
  incidents: Incident[] = [];
  due: StoredDeadline[] = [];
  events = true;
  clocks = true;

  private answer<T>(value: T): Promise<T> {
    return this.away ? Promise.reject(new Error('connection refused')) : Promise.resolve(value);
  }
  positions = () => this.answer(this.stored);
  newestPolicy = () => this.answer(-1);
  policies = () => this.answer([]);
  lastBreach = () => this.answer(null);
  silent: SilentSources = { sources: [], partners: new Set() };
  silentSources = () => this.answer(this.silent);
  hasEvents = () => this.answer(this.events);
  hasClocks = () => this.answer(this.clocks);
  async *openBreaches() {
    this.asked.openBreaches += 1;
    yield await this.answer(this.breaches);
  }
  async *openEscalations() {
    yield await this.answer(this.escalations);
  }
  async *openIncidents() {
    yield await this.answer(this.incidents);
  }
  running(now: number, _count: number, since: ReadonlyMap<number, number>) {
    this.asked.running += 1;
    const due15 = this.due.filter(({ due }) => due <= now + 15 * MINUTE).length;
    const breaches = this.breaches.filter(({ lane, offset }) => offset >= (since.get(lane) ?? 0));
    return this.answer({
      clocks: this.due,
      counts: { at: now, due15, due60: due15, due240: due15, quarters: [] },
      breaches,
    });
  }
  async *totals() {
    yield await this.answer([]);
  }
}

let clock: FakeWallClock;
let log: MemoryLog;
let tables: Tables;
let said: string[];
let failing: string[];
let begun: Snapshot[];
let frames: Frame[];
let relay: Relay;

beforeEach(async () => {
  clock = createFakeWallClock(START);
  log = createMemoryLog({ wallClock: clock });
  await log.ensure([
    { name: 'events', partitions: 2 },
    { name: 'signals', partitions: 1 },
  ]);
  tables = new Tables();
  said = [];
  failing = [];
  begun = [];
  frames = [];
  relay = new Relay({
    log,
    history: tables,
    wallClock: clock,
    build: 'test',
    demo: false,
    lanes: undefined,
    failingHooks: () => failing,
    report: (line) => said.push(line),
    begun: (snapshot) => begun.push(snapshot),
    send: (frame) => frames.push(frame),
    beat: () => {},
  });
});

/** Lets everything run that waits for nothing but its turn. */
const settle = async (): Promise<void> => {
  await log.delivered();
  for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => setImmediate(resolve));
};
/** Time passes, half a second at a time. */
const pass = async (ms: number): Promise<void> => {
  for (let gone = 0; gone < ms; gone += 500) {
    clock.advance(Math.min(500, ms - gone));
    await settle();
  }
};
const running = async (): Promise<void> => {
  await relay.start();
  await settle();
};

const signal = (subject: string, kind: ClockSignalKind, offset: number, due = START): ClockSignal => ({
  id: `${subject}-${kind}-${offset}`,
  kind,
  subject,
  promise: 'mall/ship',
  title: 'Ship confirmation',
  cycle: 0,
  step: 'deadline',
  revision: 0,
  partner: 'noor',
  market: '',
  carrier: '',
  channel: '',
  team: '',
  level: '',
  role: '',
  responsibility: '',
  tell: [],
  start: 0,
  due,
  stop: null,
  at: due,
  horizon: due,
  reason: '',
  quiet: false,
  policy: 0,
  row: '',
  lane: 0,
  offset,
  k: 0,
});
const tell = (...signals: ClockSignal[]): void => {
  log.put(
    'signals',
    0,
    signals.map((one) => ({ key: one.subject, kind: 'signal', value: encodeSignal(one) })),
  );
};
const stored = (subject: string, offset: number, due = START): StoredBreach => ({
  id: `${subject}|mall/ship|0`,
  subject,
  promise: 'mall/ship',
  title: '',
  row: '',
  lane: 0,
  offset,
  partner: 'noor',
  team: '',
  due,
  quiet: false,
});
const position = (nextOffset: number): LanePosition => ({ log: 'events', lane: 0, nextOffset, horizon: START });
const shown = (): string[] => relay.snapshot()!.picture.breaches.map(({ subject }) => subject);

describe('the picture', () => {
  test('is told when the log and the tables have both been read, and whole', async () => {
    tell(signal('order/1', 'breached', 5), signal('order/2', 'breached', 6), signal('order/2', 'met-late', 8));
    tables.breaches = [stored('order/9', 2, START - MINUTE)];
    tables.away = true;
    await running();
    await pass(5_000);
    expect([relay.ready, relay.snapshot(), begun]).toEqual([false, null, []]);
    tables.away = false;
    await pass(3_000);
    expect(begun).toHaveLength(1);
    expect(begun[0]!.picture.breaches.map(({ subject }) => subject)).toEqual(['order/1', 'order/9']);
  });

  test('shows a breach in the turn in which the log hands it over: no clock has to move', async () => {
    await running();
    await pass(1_000);
    const before = clock.now();
    tell(signal('order/1', 'breached', 5));
    await settle();
    expect(frames.at(-1)?.change.breaches?.put).toMatchObject([{ subject: 'order/1' }]);
    expect(clock.now()).toBe(before);
  });

  test('names a source that the tables call silent, marks those that only it tells of, and takes both back', async () => {
    tell(signal('order/1', 'breached', 5));
    await running();
    await pass(1_000);
    const cut = () => relay.snapshot()!.picture.partners.map(({ id, silent }) => [id, silent]);
    expect(cut()).toEqual([['noor', false]]);
    tables.silent = { sources: [{ source: 'shop', since: START }], partners: new Set(['noor']) };
    await pass(3_000);
    expect(cut()).toEqual([['noor', true]]);
    expect(relay.snapshot()!.picture).toMatchObject({ silent: [{ source: 'shop', since: START }], silentTotal: 1 });
    expect(frames.at(-1)!.change.verdict).toBeUndefined();
    tables.silent = { sources: [], partners: new Set() };
    await pass(3_000);
    expect([cut(), relay.snapshot()!.picture.silent]).toEqual([[['noor', false]], []]);
    const drawn = frames.reduce((picture, { change }) => applyChange(picture, change), begun[0]!.picture);
    expect(drawn).toEqual(relay.snapshot()!.picture);
  });

  test('gathers a storm into frames of 50 ms', async () => {
    await running();
    await pass(1_000);
    const before = frames.length;
    for (let n = 0; n < 100; n++) {
      tell(signal(`order/${n}`, 'breached', n, START + n));
      await settle();
      clock.advance(1);
    }
    clock.advance(50);
    expect(frames.length - before).toBeLessThanOrEqual(4);
    expect(relay.snapshot()!.picture.verdict.breached).toBe(100);
  });

  test('is what its frames make of the first snapshot', async () => {
    await running();
    for (let n = 0; n < 40; n++) {
      tell(signal(`order/${n % 15}`, n % 3 === 2 ? 'met-late' : 'breached', n, START + n));
      tables.due = [{ ...stored(`order/${50 + n}`, n, START + n * MINUTE) }];
      tables.stored = [position(n)];
      await pass(700);
    }
    let picture = begun[0]!.picture;
    let seq = begun[0]!.seq;
    for (const frame of frames) {
      expect(frame.seq).toBe(seq + 1);
      seq = frame.seq;
      picture = applyChange(picture, frame.change);
    }
    expect(picture).toEqual(relay.snapshot()!.picture);
  });

  test('is empty until the first event, and then is not', async () => {
    tables.events = false;
    tables.clocks = false;
    await running();
    await pass(1_000);
    expect(relay.snapshot()!.picture.stage).toBe('empty');
    // Notices are for hooks: they speak of no clock, and walls show none.
    log.put('signals', 0, [{ key: '', kind: 'signal', value: encodeSignal(notice) }]);
    await settle();
    expect(relay.snapshot()!.picture.stage).toBe('empty');
    tell(signal('order/1', 'breached', 5));
    await settle();
    expect(relay.snapshot()!.picture.stage).toBe('live');
  });
});

test('history that waits for its release is no promise kept', async () => {
  tables.clocks = false;
  log.put('events', 1, [{ key: 'order/1', kind: 'event', value: Buffer.from('{}') }]);
  tables.stored = [{ log: 'events', lane: 1, nextOffset: 1, horizon: START }];
  await running();
  await pass(7_000);
  const { stage, taken } = relay.snapshot()!.picture;
  expect([stage, taken]).toEqual(['held', 1]);
  tables.clocks = true;
  await pass(3_000);
  expect(relay.snapshot()!.picture.stage).toBe('live');
});

describe('what was escalated', () => {
  const step = (subject: string, name: string, offset: number, at: number): ClockSignal => ({
    ...signal(subject, 'escalated', offset, 0),
    step: name,
    level: name,
    role: `the ${name}`,
    at,
  });
  const climbed = (subject: string, offset: number, name: string): StoredEscalation => ({
    ...stored(subject, offset),
    title: 'Ship confirmation',
    steps: [{ name, level: name, role: `the ${name}`, at: START }],
  });
  const raised = () => relay.snapshot()!.picture.escalations.map(({ subject, level }) => [subject, level]);

  test('is shown in the turn in which the log tells it, beside the breach if there is one', async () => {
    await running();
    await pass(1_000);
    tell(signal('order/1', 'breached', 5), step('order/1', 'lead', 6, START + 1), step('order/2', 'manager', 7, START));
    await settle();
    expect(raised()).toEqual([
      ['order/1', 'lead'],
      ['order/2', 'manager'],
    ]);
    const { breaches, verdict, escalations } = relay.snapshot()!.picture;
    expect(breaches).toMatchObject([{ subject: 'order/1', level: 'lead' }]);
    expect([verdict.breached, verdict.escalated]).toEqual([1, 2]);
    expect(escalations[1]).toMatchObject({
      role: 'the manager',
      at: START,
      title: 'Ship confirmation',
      partnerName: 'noor',
    });
    tell(signal('order/1', 'met-late', 8), { ...signal('order/2', 'met', 9, 0), step: 'stop' });
    await settle();
    clock.advance(50);
    expect([raised(), relay.snapshot()!.picture.verdict]).toMatchObject([[], { breached: 0, escalated: 0 }]);
  });

  test('comes back from the tables, and goes with them', async () => {
    tables.escalations = [climbed('order/1', 3, 'lead')];
    await running();
    await pass(1_000);
    expect(raised()).toEqual([['order/1', 'lead']]);
    tables.escalations = [];
    tables.stored = [position(50)];
    await pass(35_000);
    expect(raised()).toEqual([]);
  });

  test('does not touch the count of what is due soon when it ends without ever having had a deadline', async () => {
    tables.due = [stored('order/9', 4, START + 2 * MINUTE)];
    await running();
    await pass(500);
    const timeless = { start: START, due: START };
    tell({ ...step('order/1', 'lead', 5, START), ...timeless }, { ...signal('order/1', 'met', 6), ...timeless });
    await settle();
    clock.advance(50);
    expect(relay.snapshot()!.picture.verdict.due15).toBe(1);
  });
});

test('a breach whose clock was reopened is open again with the next poll, and so is its level', async () => {
  await running();
  await pass(1_000);
  tell(signal('order/1', 'breached', 5), signal('order/1', 'met-late', 9));
  await settle();
  tables.breaches = [stored('order/1', 5)];
  tables.stored = [position(10)];
  await pass(2_500);
  expect(shown()).toEqual([]);
  tables.breaches = [stored('order/1', 12)];
  const lead = { name: 'lead', level: 'lead', role: '', at: START };
  tables.escalations = [{ ...stored('order/1', 12), title: 'Ship confirmation', steps: [lead] }];
  tables.stored = [position(13)];
  await pass(2_500);
  expect(relay.snapshot()!.picture.breaches).toMatchObject([{ subject: 'order/1', level: 'lead' }]);
  expect(tables.asked.openBreaches).toBe(1);
});

describe('what runs out next', () => {
  test('leaves the list and the count with its breach, though the table still has it', async () => {
    tables.due = [stored('order/1', 3, START + MINUTE), stored('order/2', 4, START + 2 * MINUTE)];
    await running();
    await pass(500);
    tell(signal('order/1', 'breached', 5, START + MINUTE));
    await settle();
    clock.advance(50);
    const { picture } = relay.snapshot()!;
    expect([picture.next.map(({ subject }) => subject), picture.verdict.due15]).toEqual([['order/2'], 1]);
  });

  test('is asked for when a lane has moved, and otherwise twice a minute', async () => {
    await running();
    await pass(20_000);
    expect(tables.asked.running).toBe(1);
    tables.stored = [position(7)];
    await pass(3_000);
    expect(tables.asked.running).toBe(2);
    await pass(60_000);
    expect(tables.asked.running).toBe(4);
  });
});

test('what the tables told is dated by when they were asked, however long they took', async () => {
  const { positions } = tables;
  tables.positions = () => {
    clock.advance(1_500);
    return positions();
  };
  await running();
  expect([relay.health().tablesAsOf, clock.now()]).toEqual([START, START + 1_500]);
});

describe('tables that are away', () => {
  test('make the picture old, while breaches still ring from the log', async () => {
    await running();
    await pass(2_000);
    tables.away = true;
    await pass(20_000);
    const { now, asOf } = relay.snapshot()!;
    expect(now - asOf).toBeGreaterThan(15_000);
    tell(signal('order/1', 'breached', 5));
    await settle();
    expect(shown()).toEqual(['order/1']);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('connection refused');
  });

  test('are compared anew when they are back: what closed meanwhile goes', async () => {
    tables.breaches = [stored('order/1', 3)];
    await running();
    await pass(1_000);
    expect(shown()).toEqual(['order/1']);
    tables.away = true;
    await pass(6_000);
    tables.breaches = [];
    tables.stored = [position(50)];
    tables.away = false;
    await pass(2_500);
    expect(shown()).toEqual([]);
    expect(said.at(-1)).toBe('The wall reads ClickHouse again.');
    const { now, asOf } = relay.snapshot()!;
    expect(now - asOf).toBeLessThanOrEqual(1_000);
  });

  test('never bring a breach back that the log has closed and they do not know yet', async () => {
    await running();
    await pass(1_000);
    tell(signal('order/1', 'breached', 5), signal('order/1', 'retracted', 9));
    tables.breaches = [stored('order/1', 5)];
    tables.stored = [position(7)];
    await pass(35_000);
    expect(tables.asked.openBreaches).toBeGreaterThan(1);
    expect(shown()).toEqual([]);
  });
});

describe('incidents', () => {
  const tellIncidents = (...incidents: Incident[]): void =>
    void log.put(
      'signals',
      0,
      incidents.map((one) => ({ key: one.id, kind: 'incident', value: encodeIncident(one) })),
    );
  const signalsPosition = (nextOffset: number): LanePosition => ({
    log: 'signals',
    lane: 0,
    nextOffset,
    horizon: START,
  });
  const ids = (): string[] => relay.snapshot()!.picture.incidents.map(({ id }) => id);

  test('are shown, acknowledged and gone in the turn in which the log hands them over', async () => {
    await running();
    await pass(1_000);
    const before = clock.now();
    tellIncidents(anIncident({ offset: 5 }));
    await settle();
    expect(frames.at(-1)?.change).toMatchObject({
      incidents: { put: [{ id: 'inc_1', partner: 'noor', acknowledged: null }] },
      verdict: { incidents: 1, unacknowledged: 1 },
    });
    expect(clock.now()).toBe(before);
    tellIncidents(acknowledgedBy('Lena', { offset: 6 }));
    await settle();
    clock.advance(50);
    const { incidents, verdict } = relay.snapshot()!.picture;
    expect([incidents[0]!.acknowledged?.who, verdict.incidents, verdict.unacknowledged]).toEqual(['Lena', 1, 0]);
    tellIncidents(resolvedAt(START, { offset: 7 }));
    await settle();
    expect(ids()).toEqual([]);
  });

  test('that the log no longer tells come from the table, and go when it has passed them', async () => {
    tables.incidents = [anIncident({ offset: 5 })];
    await running();
    await pass(1_000);
    expect(ids()).toEqual(['inc_1']);
    tellIncidents(anIncident({ id: 'inc_2', offset: 9, newest: 1 }));
    tables.incidents = [];
    tables.stored = [signalsPosition(8)];
    await pass(35_000);
    expect(ids()).toEqual(['inc_2']);
    expect(relay.health()).toMatchObject({ incidents: 1 });
  });

  test('stand beside hooks that do not take posts', async () => {
    await running();
    await pass(1_000);
    failing = ['pager'];
    await pass(1_000);
    expect(relay.snapshot()!.picture.verdict.failingHooks).toEqual(['pager']);
  });
});

test('a record that cannot be read is reported, and the next one is shown', async () => {
  await running();
  await pass(500);
  log.put('signals', 0, [{ key: 'x', kind: 'signal', value: Buffer.from('{') }]);
  tell(signal('order/1', 'breached', 5));
  await settle();
  expect(shown()).toEqual(['order/1']);
  expect(said[0]).toContain('offset 0 of the log signals');
});

test('totals carry the events offsets that they include', async () => {
  await running();
  const cell = { kpi: 'mall/on-time', partner: 'noor', market: '', carrier: '', channel: '', bucket: 20_780 };
  const message = {
    lane: 3,
    offset: 12,
    horizon: START,
    includes: { noor: { 0: 44 } },
    totals: [{ ...cell, num: 9, den: 10, offset: 12 }],
  };
  log.put('signals', 0, [{ key: 'noor', kind: 'totals', value: encodeTotals(message) }]);
  await settle();
  expect([...relay.kpis.positions]).toEqual([[3, 12]]);
  expect(relay.kpis.includes.get('noor')).toEqual(new Map([[0, 44]]));
  expect(relay.kpis.days('mall/on-time', 'noor').get(20_780)).toEqual({ bucket: 20_780, num: 9, den: 10 });
});
