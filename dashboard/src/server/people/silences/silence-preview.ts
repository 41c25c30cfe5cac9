import {
  type Incident,
  isClockSignal,
  isKpiSignal,
  isNotice,
  type Matcher,
  type MatchField,
  type Signal,
} from '@belfry/processor/contract';
import { byGravest, PREVIEW_SHOWN, type SilencePreview } from '../../../contract/index.ts';
import type { Directory } from '../../directory.ts';
import { RefusedQuestion } from '../../drilldown/refused-question.ts';
import type { Store } from '../../drilldown/selection.ts';
import { namedIncident } from '../../incidents/named-incident.ts';
import { storedIncidents } from '../../incidents/stored-incidents.ts';
import { itemsNamed, openItems } from './open-items.ts';

const EXAMPLES = 5;

type Values = string | readonly string[];

/** A matcher without fields would be a silence of everything, which is not taken. @throws RefusedQuestion */
export function requireFields(asked: Readonly<Partial<Record<MatchField, Values | undefined>>>): Matcher {
  const named = Object.entries(asked).filter(([, values]) => values !== undefined);
  if (named.length > 0) return Object.fromEntries(named) as Matcher;
  const remedy = 'A silence of everything is not taken; write for instance {"partner": "p12"}.';
  throw new RefusedQuestion(400, 'matcher', 'It names no field.', remedy);
}

/** What a silence with this matcher would hide now. Errors are SqlError. */
export async function silencePreview(store: Store, directory: Directory, matcher: Matcher): Promise<SilencePreview> {
  const hidden = new Set<string>();
  const some: (readonly [incident: string, key: string])[] = [];
  let items = 0;
  let of = 0;
  for await (const groups of openItems(store, [matcher])) {
    for (const group of groups) {
      of += group.count;
      if (!group.fits(matcher)) continue;
      items += group.count;
      for (const incident of group.incidents) hidden.add(incident);
      some.push(...group.some.slice(0, EXAMPLES - some.length));
    }
  }
  const incidents = hidden.size === 0 ? [] : await gravestOf(store, hidden);
  const examples = (await itemsNamed(store, some)).map(({ signal }) => exampleOf(signal, directory));
  return { incidents: incidents.map((one) => namedIncident(one, directory)), items, of, examples };
}

async function gravestOf({ sql, generation }: Store, ids: ReadonlySet<string>): Promise<readonly Incident[]> {
  const found: Incident[] = [];
  for await (const slice of storedIncidents(sql, generation)) found.push(...slice.filter(({ id }) => ids.has(id)));
  return found.sort(byGravest).slice(0, PREVIEW_SHOWN);
}

function exampleOf(signal: Signal, { partners }: Directory): SilencePreview['examples'][number] {
  const { title } = signal;
  if (isNotice(signal)) return { subject: signal.about, title, partner: '' };
  const partner = partners.get(signal.partner)?.name ?? signal.partner;
  if (isClockSignal(signal)) return { subject: signal.subject, title, partner };
  return {
    subject: `partner/${signal.partner}`,
    title: isKpiSignal(signal) ? `${title}, ${signal.window}` : title,
    partner,
  };
}
