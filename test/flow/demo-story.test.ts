import { encodeRelease, encodeTick } from '@belfry/ingest/contract';
import type { LogRecord, RecordKind } from '@belfry/ingest/log';
import {
  isCutOff,
  liveStory,
  PULSE_EVERY_MS,
  SILENT_CARRIER,
  STORY_PARTNER,
  STORY_SOURCE,
  shopPulse,
  simulateHistory,
  simulateTraffic,
} from '@belfry/ingest/simulator';
import { beforeAll, describe, expect, it } from 'vitest';
import { shippedPacks } from '../../processor/src/adapters/shipped-packs.ts';
import {
  type ClockSignal,
  type Delta,
  type DeltaTuple,
  encodeDeltas,
  isKpiSignal,
  type KpiSignal,
} from '../../processor/src/contract/index.ts';
import type { ClockRow } from '../../processor/src/domain/clock/write/rows.ts';
import type { PolicyRecord } from '../../processor/src/domain/policy/compiled.ts';
import { parsePack } from '../../processor/src/domain/policy/parse-pack.ts';
import { EventsFold } from '../../processor/src/pipeline/events-fold.ts';
import { flushWhole } from '../../processor/src/pipeline/flush-whole.ts';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';
import { KpiFold } from '../../processor/src/pipeline/kpi-fold.ts';
import { NO_EFFECTS } from '../../processor/src/pipeline/no-effects.ts';
import { SignalsRoom } from '../support/signals-room.ts';

/**
 * What the demo shows, told on a fake clock through the three real folds and the policies that ship: nothing of the history
 * rings, nothing is broken when the story begins, and then each thing happens in its minute.
 */

const DAY = 86_400_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const IMPORT = 'demo';

// A newcomer starts it at any hour: at noon, just before midnight in Prague and in Riyadh, on a day off, on a holiday.
describe.each(['2026-11-23T12:00:00Z', '2026-11-20T22:53:00Z', '2026-11-22T20:53:00Z', '2026-12-26T03:10:00Z'])(
  'the demo, started at %s',
  (startedAt) => {
    const START = Date.parse(startedAt);
    const HISTORY = { seed: `demo ${startedAt}`, from: START - 30 * DAY, to: START, orders: 2_500, tickets: 300 };
    const signals: (ClockSignal & { readonly heard: number })[] = [];
    const clocks = new Map<string, ClockRow>();
    const quarantined: unknown[] = [];
    const fold = new EventsFold(0, 'beats');
    const horizon = new Horizon();
    let offset = 0;
    const room = new SignalsRoom().until(START - MINUTE);
    const kpis = kpiLane((signal) => room.push(signal));

    /** One record that the log takes at `at`. */
    function append(kind: RecordKind, key: string, value: Buffer, at: number): void {
      const record: LogRecord = { partition: 0, offset: offset++, appendTime: at, kind, key, value };
      horizon.take(record);
      room.until(at);
      const rest = fold.apply(record, horizon, {
        ...NO_EFFECTS,
        signal: (signal) => {
          signals.push({ ...(signal as ClockSignal), heard: at - START });
          room.push(signal);
        },
        said: (said) => room.pass(said),
        heard: (heard) => room.hear(heard),
        beat: ({ at }) => room.beat(0, at),
        delta: (delta) => kpis.count(delta),
        quarantine: (row) => quarantined.push(row),
      });
      if (rest !== undefined) while (!rest.next().done);
      if (kind === 'tick') kpis.tick(value, at);
      if (kind === 'policy') kpis.policy(value, offset - 1, at);
    }
    const tell = (event: { readonly subject: string }, at: number): void =>
      append('event', event.subject, Buffer.from(JSON.stringify(event)), at);
    const tick = (at: number): void => append('tick', '', encodeTick({ at, by: 'test' }), at);
    const flush = (): ClockRow[] => {
      flushWhole(fold, {
        clock: (row) => clocks.set(`${row.subject} ${row.promise} ${row.cycle}`, row),
        state: () => undefined,
      });
      return [...clocks.values()];
    };
    /** What rang aloud: when, and what. */
    const loud = () => signals.filter((signal) => !signal.quiet);
    /** What rang of a ticket of the story that began at an instant, in its seconds. */
    const of = (suffix: string, begun = START) =>
      loud()
        .filter(({ subject }) => subject === `ticket/W-${(begun / SECOND).toString(36)}${suffix}`)
        .map(({ heard, kind, level }) => [(START + heard - begun) / SECOND, kind, ...(level === '' ? [] : [level])]);
    const traffic = simulateTraffic(HISTORY);
    let next = traffic.next();
    /** Six minutes of a story that begins now, with the traffic beside it. */
    function live(begun: number): void {
      const beats = liveStory({ start: begun, earlier: begun === START ? [] : [START] }).beats.flatMap(
        ({ at, events }) => events.map((event) => ({ at: begun + at, event })),
      );
      for (let now = begun; now <= begun + 6 * MINUTE; now += SECOND) {
        while (!next.done && next.value.at <= now) {
          tell(next.value.event, now);
          next = traffic.next();
        }
        for (const beat of beats) if (beat.at === now) tell(beat.event, now);
        if ((now - begun) % PULSE_EVERY_MS === 0 && !isCutOff(now - begun)) tell(shopPulse(now), now);
        tick(now);
      }
    }

    beforeAll(async () => {
      // All that the app publishes: a pack that has something to say about another's tickets would be heard here.
      for (const { name, yaml } of await shippedPacks({ demo: true })) {
        const parsed = parsePack(yaml, name, START);
        if ('problems' in parsed) throw new Error(`${name} cannot be published`);
        const record = { hash: parsed.hash, number: null, source: yaml, compiled: parsed.compiled };
        append('policy', '', Buffer.from(JSON.stringify(record)), START - MINUTE);
      }
      for (const event of simulateHistory({ ...HISTORY, importid: IMPORT })) tell(event, START - 10 * SECOND);
      for (const event of liveStory({ start: START, importid: IMPORT }).aged) tell(event, START - 5 * SECOND);
      append('release', '', encodeRelease({ importid: IMPORT }), START - SECOND);
      tick(START);
    });

    it('begins with nothing broken and three deadlines in the next quarter of an hour, and nothing has rung', () => {
      const open = flush().filter((clock) => clock.open);
      expect(loud().map(({ subject, kind }) => [subject, kind])).toEqual([]);
      expect(signals.filter((signal) => signal.kind === 'breached').length).toBeGreaterThan(50);
      expect(open.filter((clock) => clock.state === 'breached').map((clock) => [clock.subject, clock.promise])).toEqual(
        [],
      );
      const soon = open.filter((clock) => clock.due !== null && clock.due - START <= 15 * MINUTE);
      expect(soon.map((clock) => clock.subject.slice(-2)).sort()).toEqual(['-2', '-3', '-4']);
      expect(open.length).toBeGreaterThan(100);
      expect(quarantined).toEqual([]);
    });

    it('then rings in its minutes, and ends with all promises kept', () => {
      live(START);
      // Grace is two seconds, and a tick fires what lies before it.
      expect(of('-1')).toEqual([
        [60, 'at-risk', 'reminder'],
        [83, 'breached'],
        [140, 'retracted'],
      ]);
      expect(of('-2')).toEqual([
        [203, 'breached'],
        [300, 'met-late'],
      ]);
      expect(of('-3')).toEqual([]);
      expect(of('-4')).toEqual([]);
      // A ladder is counted from the creation: what came before the story was said quietly, the next step is said once.
      expect(of('-5')).toEqual([
        [103, 'escalated', 'senior developer'],
        [300, 'met'],
      ]);
      expect(of('-6')).toEqual([
        [103, 'escalated', 'project manager'],
        [300, 'met'],
      ]);
      expect(loud().filter(({ kind, subject }) => kind === 'escalated' && !isOfStory(subject))).toEqual([]);
      expect(loud().filter(({ subject, kind }) => kind === 'breached' && !isOfStory(subject))).toEqual([]);
      const open = flush().filter((clock) => clock.open);
      expect(open.filter((clock) => clock.state === 'breached')).toEqual([]);
      expect(quarantined).toEqual([]);
    });

    it('makes one incident of the 60 pick-ups of one carrier, which counts up, down to those that were late in truth, and ends', () => {
      const [pickUps, ...others] = [...room.incidents.values()].filter(({ promise }) => promise === 'demo/pick-up');
      expect(others).toEqual([]);
      expect(pickUps).toMatchObject({
        cause: { field: 'carrier', value: SILENT_CARRIER.id },
        title: 'Pick-up 2 h',
        subject: '',
        partner: '',
        carrier: SILENT_CARRIER.id,
        since: START + 160 * SECOND,
        state: 'resolved',
        open: 0,
        total: 60,
        retracted: 55,
      });
      const tellings = room.tellings.filter(({ id }) => id === pickUps!.id);
      const openAt = (seconds: number) =>
        tellings.findLast(({ changed }) => changed <= START + seconds * SECOND + 999)?.open ?? 0;
      // Grace is two seconds, and an incident that goes on changing is told once a second.
      expect([160, 163, 183, 204, 259, 262, 299, 301].map(openAt)).toEqual([0, 2, 32, 60, 60, 5, 5, 0]);
    });

    it('has the warehouse edit in the hands of Lena from 2:00 until it is taken back at 2:20', () => {
      const told = room.tellings
        .filter(({ subject }) => subject === `ticket/W-${(START / SECOND).toString(36)}-1`)
        .map(({ state, acknowledged, changed }) => [Math.floor((changed - START) / SECOND), state, acknowledged?.who]);
      expect(told).toEqual([
        [83, 'open', undefined],
        [120, 'acknowledged', 'Lena'],
        [140, 'resolved', 'Lena'],
      ]);
    });

    it('calls the shop of that partner silent at 3:50 and heard again at 4:20, and nobody else', () => {
      expect(room.notices.map(({ kind, about, heard }) => [kind, about, heard - START])).toEqual([
        ['source-silent', `source/${STORY_SOURCE}`, expect.toSatisfy((at: number) => at >= 226_000 && at <= 232_000)],
        ['source-heard', `source/${STORY_SOURCE}`, expect.toSatisfy((at: number) => at >= 260_000 && at <= 261_000)],
      ]);
      expect(room.notices[0]).toMatchObject({ since: START + 205 * SECOND, partners: [STORY_PARTNER] });
    });

    it('leaves no incident unresolved at its end', () => {
      const begun = [...room.incidents.values()].map(({ promise, cause, since }) => [
        `${promise} ${cause.value}`,
        (since - START) / SECOND,
      ]);
      expect(begun).toEqual([
        ['oto/ticket-resolution p01', 80],
        ['webbee/escalation p07', 100],
        ['webbee/escalation p02', 100],
        ['demo/pick-up karavan', 160],
        // The orders that are told too late, and the rate that falls by them: it is open since it fell.
        [`mall/on-time-delivery ${STORY_PARTNER}`, -600],
        [`mall/on-time-delivery ${STORY_PARTNER}`, 198],
        ['oto/ticket-resolution p05', 200],
      ]);
      expect([...room.incidents.values()].filter(({ state }) => state !== 'resolved')).toEqual([]);
    });

    it('lets the partner of the story fall below 90 % at 3:20 and recover at 4:40, in the KPI that counts each order', () => {
      const rung = kpis.signals
        .filter(({ quiet }) => !quiet)
        .map(({ kind, num, den, headroom, heard, ...of }) => {
          return [heard - START, of.partner, of.kpi, of.window, kind, `${num}/${den}`, headroom];
        });
      // It is counted when the breach is, and that is at the tick that follows the telling.
      expect(rung).toEqual([
        [198_000, STORY_PARTNER, 'mall/on-time-delivery', '7d', 'kpi-block', '953/1061', -2],
        [279_000, STORY_PARTNER, 'mall/on-time-delivery', '7d', 'recovered', '956/1061', 1],
      ]);
    });

    it('tells it anew after a restart, about other tickets, and nothing more about the old ones', () => {
      const again = START + 10 * MINUTE;
      for (const event of liveStory({ start: again, importid: 'demo-2', earlier: [START] }).aged)
        tell(event, again - 5 * SECOND);
      append('release', '', encodeRelease({ importid: 'demo-2' }), again - SECOND);
      live(again);
      expect([of('-5', again), of('-6', again)]).toEqual([
        [
          [103, 'escalated', 'senior developer'],
          [300, 'met'],
        ],
        [
          [103, 'escalated', 'project manager'],
          [300, 'met'],
        ],
      ]);
      expect([of('-5').length, of('-6').length]).toEqual([2, 2]);
      expect(flush().filter((clock) => clock.open && clock.state === 'breached')).toEqual([]);
      expect([...room.incidents.values()].filter(({ state }) => state !== 'resolved')).toEqual([]);
      const pickUps = [...room.incidents.values()].filter(({ promise }) => promise === 'demo/pick-up');
      expect(pickUps.map(({ total, retracted }) => [total, retracted])).toEqual([
        [60, 55],
        [60, 55],
      ]);
    });
  },
);

const isOfStory = (subject: string): boolean => /^(ticket\/W|order\/[LP])-/.test(subject);

/** The lane of the log `kpi` that all deltas go to: those of a second gather into a message for each partner. */
function kpiLane(tell: (signal: KpiSignal) => void) {
  const fold = new KpiFold(0);
  const horizon = new Horizon();
  const signals: (KpiSignal & { readonly heard: number })[] = [];
  let offset = 0;
  function append(kind: RecordKind, key: string, value: Buffer, at: number): void {
    const record: LogRecord = { partition: 0, offset: offset++, appendTime: at, kind, key, value };
    horizon.take(record);
    const rest = fold.apply(record, horizon, {
      ...NO_EFFECTS,
      signal: (signal) => {
        if (!isKpiSignal(signal)) return;
        signals.push({ ...signal, heard: at });
        tell(signal);
      },
      quarantine: (row) => expect.fail(row.reason),
    });
    if (rest !== undefined) while (!rest.next().done);
  }
  const gathered = new Map<string, DeltaTuple[]>();
  return {
    signals,
    tick(value: Buffer, at: number) {
      for (const [partner, deltas] of gathered)
        append('deltas', partner, encodeDeltas({ partner, lane: 0, deltas }), at);
      gathered.clear();
      append('tick', '', value, at);
    },
    policy(value: Buffer, number: number, at: number) {
      const policy = JSON.parse(value.toString()) as PolicyRecord;
      append('policy', '', Buffer.from(JSON.stringify({ ...policy, number })), at);
    },
    count({ partner, ...delta }: Delta) {
      const { subject, kpi, market, carrier, channel, bucket, num, den, cause } = delta;
      const quiet = delta.quiet ? 1 : 0;
      const deltas = gathered.get(partner) ?? [];
      deltas.push([delta.offset, subject, kpi, market, carrier, channel, bucket, num, den, quiet, delta.at, cause]);
      gathered.set(partner, deltas);
    },
  };
}
