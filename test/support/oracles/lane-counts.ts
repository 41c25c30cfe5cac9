import type { PaperPolicy, PaperPromise, PaperRecord } from './clock/paper.ts';
import { verdictsOf } from './clock/verdict.ts';
import { countOf, type PlainClock, type PlainCount, type PlainKpi, type PlainPartners } from './kpi-counts.ts';
import { factsOf, type RawEvent } from './kpi-standing.ts';

/**
 * What all orders of a lane of the log `events` count, by brute force over its raw records: each order is taken by itself,
 * and whatever the log tells of it, of time, of policies and of releases is gone through from the beginning.
 *
 * It knows promises as docs/clocks.md describes them, of packs whose versions differ in KPIs and partners alone.
 */

export interface RawRecord {
  readonly offset: number;
  /** ms UTC. */
  readonly appendTime: number;
  readonly kind: string;
  readonly key: string;
  readonly value: Buffer;
}

interface Pack {
  readonly pack: string;
  readonly effective: number;
  readonly applies: 'new' | 'open';
  readonly promises: readonly PaperPromise[];
  readonly kpis: readonly PlainKpi[];
  readonly partners: readonly { readonly id: string; readonly zone: string; readonly market: string }[];
}

export function laneCounts(records: readonly RawRecord[]): Map<string, readonly PlainCount[]> {
  const subjects = new Set(records.flatMap(({ kind, key }) => (kind === 'event' ? [key] : [])));
  return new Map([...subjects].map((subject) => [subject, countsOfSubject(subject, records)]));
}

interface RawText {
  readonly id: string;
  readonly source: string;
  readonly time: string;
  readonly type: string;
  readonly importid?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const TOLERANCE = 5 * 60_000;

function countsOfSubject(subject: string, records: readonly RawRecord[]): PlainCount[] {
  const taken: Pack[] = [];
  const hashes = new Set<string>();
  const released = new Set<string>();
  const seen = new Set<string>();
  const events: RawEvent[] = [];
  const timeline: PaperRecord[] = [];
  let held: { readonly importid: string; readonly raw: RawEvent; readonly record: PaperRecord }[] = [];
  /** The packs that rule the subject: those in force when its first event was read, unless it was judged again. */
  let ruling: readonly Pack[] | undefined;
  let horizon = 0;
  let highest = 0;

  const learn = (raw: RawEvent, record: PaperRecord): void => {
    events.push(raw);
    timeline.push(record);
  };

  for (const { offset, appendTime, kind, key, value } of records) {
    highest = Math.max(highest, appendTime);
    const text = value.toString();
    if (kind === 'tick') {
      const { at } = JSON.parse(text) as { at: number };
      horizon = Math.max(horizon, Math.min(at, highest));
      timeline.push({ what: 'tick', at, appendTime });
    } else if (kind === 'policy') {
      const { hash, compiled } = JSON.parse(text) as { hash: string; compiled: Pack };
      if (hashes.has(hash)) continue;
      hashes.add(hash);
      taken.push(compiled);
      if (
        compiled.applies === 'open' &&
        ruling !== undefined &&
        (held.length > 0 || isOpen(subject, ruling, timeline))
      ) {
        ruling = [...taken];
      }
    } else if (kind === 'release') {
      const { importid } = JSON.parse(text) as { importid: string };
      released.add(importid);
      const free = held.filter((each) => each.importid === importid);
      held = held.filter((each) => each.importid !== importid);
      for (const { raw, record } of free) learn(raw, record);
      // What history had run out is told at once.
      if (free.length > 0) timeline.push({ what: 'tick', at: horizon, appendTime });
    } else if (kind === 'event' && key === subject) {
      const { id, source, time: told, type, importid, data = {} } = JSON.parse(text) as RawText;
      const time = Date.parse(told);
      const name = JSON.stringify([source, id]);
      if (time > appendTime + TOLERANCE || seen.has(name)) continue;
      seen.add(name);
      ruling ??= [...taken];
      const raw = { offset, appendTime, text };
      const record: PaperRecord = { what: 'event', id: name, subject, type, time, data, appendTime };
      if (importid !== undefined && !released.has(importid)) held.push({ importid, raw, record });
      else learn(raw, record);
    }
  }
  const facts = factsOf(events);
  if (ruling === undefined || facts.length === 0) return [];
  const packs = newestOf(ruling);
  const clocks = packs.flatMap((pack) => clocksOf(subject, pack, timeline));
  const partners: PlainPartners = Object.fromEntries(
    packs.flatMap((pack) => pack.partners.map((each) => [each.id, each])),
  );
  return packs.flatMap(({ kpis }) => kpis.flatMap((kpi) => countOf(kpi, facts, clocks, partners) ?? []));
}

const newestOf = (packs: readonly Pack[]): Pack[] => [...new Map(packs.map((pack) => [pack.pack, pack])).values()];

/** The clocks of those promises of a pack that its KPIs count. */
function clocksOf(subject: string, pack: Pack, timeline: readonly PaperRecord[]): readonly PlainClock[] {
  const counted = new Set(pack.kpis.map(({ population }) => (population.kind === 'promise' ? population.promise : '')));
  const policy = paperOf(
    pack,
    pack.promises.filter(({ id }) => counted.has(id)),
  );
  return standing(subject, policy, timeline);
}

/** Whether any promise of any pack still runs; how long it may take is then no question, and needs no calendar. */
function isOpen(subject: string, packs: readonly Pack[], timeline: readonly PaperRecord[]): boolean {
  return newestOf(packs).some((pack) => {
    const timeless = pack.promises.map((promise) => ({
      ...promise,
      rows: [{ name: 'all', team: '', target: { kind: 'none' as const } }],
      ladder: [],
    }));
    return standing(subject, paperOf(pack, timeless), timeline).some(({ open }) => open);
  });
}

const paperOf = ({ effective }: Pack, promises: readonly PaperPromise[]): PaperPolicy => ({
  ...{ effective, applies: 'new', promises, calendars: {}, zoneHours: {}, partnerZones: {} },
});

function standing(subject: string, policy: PaperPolicy, timeline: readonly PaperRecord[]) {
  return verdictsOf([{ what: 'policy', policy, appendTime: 0 }, ...timeline], subject).at(-1)!.standing;
}
