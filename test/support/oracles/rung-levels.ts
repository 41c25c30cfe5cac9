import { type Judged, levelOf, type PlainLevel } from './kpi-level.ts';
import { type PlainSpan, windowDays } from './kpi-window-days.ts';
import type { RawRecord } from './lane-counts.ts';

/**
 * What the counts of a window were when something rang for it, added up anew from the raw records of its lane of the log
 * `kpi` up to the one that rang.
 */

export interface Rung {
  readonly kpi: string;
  readonly partner: string;
  readonly market: string;
  readonly window: string;
  readonly kind: string;
  readonly from: number;
  readonly day: number;
  readonly num: number;
  readonly den: number;
  /** ms UTC: as of when it was judged. */
  readonly horizon: number;
  readonly offset: number;
}

interface RawKpi extends Judged {
  readonly id: string;
  readonly zone?: string;
  readonly windows: readonly { readonly name: string; readonly span: PlainSpan }[];
}
interface RawPack {
  readonly pack: string;
  readonly kpis: readonly RawKpi[];
  readonly partners: readonly { readonly id: string; readonly zone: string; readonly market: string }[];
}
type RawDelta = readonly [number, string, string, string, string, string, number, number, number, 0 | 1];

/** How the counts looked: `possible` is more than one where a message holds history and live counts, each judged apart. */
export interface Looked {
  readonly rung: Rung;
  readonly days: readonly [from: number, to: number];
  readonly market: string;
  readonly possible: readonly { readonly num: number; readonly den: number; readonly level: PlainLevel }[];
}

/** @param records of one lane of the log `kpi`. @param rung what rang in that lane, in any order. */
export function lookedAt(records: readonly RawRecord[], rung: readonly Rung[]): Looked[] {
  const packs = new Map<string, RawPack>();
  const hashes = new Set<string>();
  const known = new Set<string>();
  const deltas: { readonly partner: string; readonly delta: RawDelta }[] = [];
  const looked: Looked[] = [];
  for (const { offset, kind, value } of records) {
    const here = rung.filter((each) => each.offset === offset);
    const sums: (readonly { num: number; den: number }[])[] = here.map(() => []);
    const look = (): void => {
      for (const [n, each] of here.entries()) {
        const [from, to] = daysFor(each, packs);
        const sum = { num: 0, den: 0 };
        for (const { partner, delta } of deltas) {
          if (partner !== each.partner || delta[2] !== each.kpi || delta[6] < from || delta[6] > to) continue;
          sum.num += delta[7];
          sum.den += delta[8];
        }
        sums[n] = [...sums[n]!, sum];
      }
    };
    if (kind === 'policy') {
      const { hash, compiled } = JSON.parse(value.toString()) as { hash: string; compiled: RawPack };
      if (!hashes.has(hash)) packs.set(compiled.pack, compiled);
      hashes.add(hash);
    }
    if (kind === 'deltas') {
      const message = JSON.parse(value.toString()) as { partner: string; lane: number; deltas: readonly RawDelta[] };
      let voice: number | undefined;
      for (const delta of message.deltas) {
        const name = JSON.stringify([message.partner, message.lane, ...delta.slice(0, 7)]);
        if (known.has(name)) continue;
        known.add(name);
        if (voice !== undefined && voice !== delta[9]) look();
        voice = delta[9];
        deltas.push({ partner: message.partner, delta });
      }
    }
    look();
    for (const [n, each] of here.entries()) {
      const kpi = kpiOf(each, packs);
      const market = partnerOf(each, packs)?.market ?? 'default';
      const days = daysFor(each, packs);
      const possible = sums[n]!.map((sum) => ({ ...sum, level: levelOf(kpi, sum, market, days[1]) }));
      looked.push({ rung: each, days, market, possible });
    }
  }
  return looked;
}

function kpiOf({ kpi }: Rung, packs: ReadonlyMap<string, RawPack>): RawKpi {
  const found = packs.get(kpi.split('/')[0]!)?.kpis.find(({ id }) => id === kpi);
  if (found === undefined) throw new Error(`no policy names ${kpi}`);
  return found;
}

const partnerOf = ({ partner }: Rung, packs: ReadonlyMap<string, RawPack>) =>
  [...packs.values()].flatMap(({ partners }) => partners).findLast(({ id }) => id === partner);

function daysFor(rung: Rung, packs: ReadonlyMap<string, RawPack>): [number, number] {
  const { zone, windows } = kpiOf(rung, packs);
  const { span } = windows.find(({ name }) => name === rung.window)!;
  return windowDays(span, zone ?? partnerOf(rung, packs)?.zone ?? 'UTC', rung.horizon);
}
