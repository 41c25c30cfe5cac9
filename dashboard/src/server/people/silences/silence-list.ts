import type { Matcher } from '@belfry/processor/contract';
import type { SilenceList } from '../../../contract/index.ts';
import type { Store } from '../../drilldown/selection.ts';
import { openItems } from './open-items.ts';

const DAY_MS = 86_400_000;

interface Row {
  readonly id: string;
  readonly matcher: string;
  readonly who: string;
  readonly reason: string;
  readonly since: number;
  readonly until: number;
}

/** The silences in force and those that ended within the last day, newest first. @param now ms UTC. Errors are SqlError. */
export async function silenceList(store: Store, now: number): Promise<SilenceList> {
  const rows = await store.sql.query<Row>(
    `SELECT id, matcher, who, reason, since, until FROM silences
     WHERE generation = {generation:UInt32} AND until > {ended:Int64} ORDER BY since DESC, id`,
    { generation: store.generation, ended: now - DAY_MS },
  );
  const silences = rows.map(({ matcher, since: from, ...row }) => {
    const inForce = from <= now && now < row.until;
    return { ...row, from, matcher: JSON.parse(matcher) as Matcher, inForce, hides: 0 };
  });
  const inForce = silences.filter((silence) => silence.inForce);
  if (inForce.length === 0) return { silences };
  const matchers = inForce.map(({ matcher }) => matcher);
  for await (const groups of openItems(store, matchers)) {
    for (const silence of inForce) {
      for (const group of groups) if (group.fits(silence.matcher)) silence.hides += group.count;
    }
  }
  return { silences };
}
