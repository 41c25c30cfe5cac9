import { type CompiledKpi, dayOfIso, startOfDay } from '@belfry/processor/contract';
import type { Directory } from '../directory.ts';
import { type ChosenWindow, readDays, refuseWindow, windowOf, windowOfOne } from './chosen-window.ts';
import { findKpi, requirePartner } from './find-kpi.ts';
import { type Moment, readInstant, readMoment } from './moment.ts';
import type { OrderSet } from './orders-page.ts';
import { RefusedQuestion } from './refused-question.ts';
import { type Cut, type Selection, type Store, selectionOf } from './selection.ts';

/** What the parameters of a question mean, for the policies in force and the clock. Throws RefusedQuestion. */

export interface Room {
  readonly store: Store;
  readonly directory: Directory;
  readonly now: number;
}

interface Asked {
  readonly partner?: string | undefined;
  readonly market?: string | undefined;
  readonly carrier?: string | undefined;
  readonly channel?: string | undefined;
  readonly asOf?: string | undefined;
  readonly known?: string | undefined;
  readonly window?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const cutOf = ({ market, carrier, channel }: Asked): Cut => ({ market, carrier, channel });

export const momentOf = ({ now }: Room, { asOf, known }: Asked): Moment => readMoment(asOf, known, now);

export async function partnerOf({ store, directory }: Room, { partner }: Asked): Promise<string | null> {
  if (partner === undefined) return null;
  await requirePartner(store, directory, partner);
  return partner;
}

/** The KPIs that are asked for, each with the window that is meant; those that have no window of that name are left out. */
export function kpisWithWindow({ directory }: Room, kpi: string | undefined, asked: Asked) {
  if (kpi !== undefined) {
    const one = findKpi(directory, kpi);
    return [{ kpi: one, window: windowOfOne(one, asked) }];
  }
  const found = directory.kpis.flatMap((one) => {
    const window = windowOf(one, asked);
    return window === undefined ? [] : [{ kpi: one, window }];
  });
  if (found.length === 0 && directory.kpis.length > 0) refuseWindow(directory.kpis, asked.window!);
  return found;
}

/** One number: a KPI, whose, in which window. */
export async function numberOf(room: Room, asked: Asked & { readonly kpi: string }) {
  const kpi: CompiledKpi = findKpi(room.directory, asked.kpi);
  const window: ChosenWindow = windowOfOne(kpi, asked);
  const moment = momentOf(room, asked);
  const partner = await partnerOf(room, asked);
  const selection: Selection = selectionOf(room.directory, { kpi, partner, cut: cutOf(asked), window, moment });
  return { kpi, window, moment, partner, selection };
}

/** How many days a history tells without being asked for others. */
const HISTORY_DAYS = 30;

export async function historyOf(room: Room, asked: Asked & { readonly kpi: string }) {
  const kpi = findKpi(room.directory, asked.kpi);
  const moment = momentOf(room, asked);
  const partner = await partnerOf(room, asked);
  const today = moment.dayIn(room.directory.zoneOfKpi(kpi, partner ?? ''));
  const given = asked.from !== undefined || asked.to !== undefined;
  const days = given ? readDays(asked.from, asked.to) : { from: today - HISTORY_DAYS + 1, to: today };
  return { kpi, partner, cut: cutOf(asked), days, known: moment.known };
}

export function setOf({
  set,
  num,
}: {
  set?: 'all' | 'kept' | 'failing' | undefined;
  num?: '0' | '1' | undefined;
}): OrderSet {
  if (num === undefined) return set ?? 'all';
  if (set === undefined || set === 'all') return num === '1' ? 'numerator' : 'rest';
  throw new RefusedQuestion(400, 'num', '"set" and "num" exclude each other.', 'Leave one of them out.');
}

const PAGE = 100;
const LONGEST_PAGE = 500;

export function limitOf(text: string | undefined): number {
  const limit = text === undefined ? PAGE : Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LONGEST_PAGE) return limit;
  throw new RefusedQuestion(400, 'limit', `${text} is no number of rows.`, `Write limit=1 to limit=${LONGEST_PAGE}.`);
}

/** A day means its first instant in the zone of the KPI or the partner; what had been told until then was known. */
export function sinceOf({ directory, now }: Room, kpi: CompiledKpi, partner: string | null, text: string) {
  const zone = directory.zoneOfKpi(kpi, partner ?? '');
  const day = dayOfIso(text);
  const at = day === undefined ? readInstant(text) : startOfDay(zone, day);
  const remedy = 'Write since=2026-10-01 or since=2026-10-01T12:00:00Z.';
  if (at === undefined) throw new RefusedQuestion(400, 'since', `${text} is neither a day nor an instant.`, remedy);
  if (at > now) throw new RefusedQuestion(400, 'since', `${text} is still to come.`, remedy);
  return { ...readMoment(text, undefined, now), at };
}
