import {
  type CategoryAlias,
  EXAMPLES_SHOWN,
  UNMATCHED_SHOWN,
  type UnmatchedAnswer,
  type UnmatchedCategory,
  type UnmatchedPartner,
} from '../../contract/unmatched-api.ts';
import type { Directory } from '../directory.ts';
import type { Store } from '../drilldown/selection.ts';
import { knownValues } from './known-values.ts';
import { suggestionFor } from './suggestion.ts';

/** The name of the row that rules what fits no row (the processor's `aim.ts`). */
const ROW = 'unmatched';

/** What no policy knew what to do with. @param since ms UTC. Errors are SqlError. */
export async function unmatched(store: Store, directory: Directory, since: number): Promise<UnmatchedAnswer> {
  const known = knownValues(directory.packs);
  const [categories, partners, aliases] = await Promise.all([
    unmatchedCategories(store, since),
    unmatchedPartners(store, directory, since),
    aliasesOf(store, directory),
  ]);
  return {
    since,
    categories: categories.map((one) => ({ ...one, suggestion: suggestionFor(one, known) })),
    partners,
    aliases,
    known,
  };
}

const SUMS = `uniqExact(subject) AS count, uniqExactIf(subject, lives) AS open, min(began) AS first, max(began) AS last,
  groupArray(${EXAMPLES_SHOWN})(subject) AS examples`;

/** Tickets by what they say of themselves, as told last: a desk that has classified one anew has told of it anew. */
async function unmatchedCategories({ sql, generation }: Store, since: number) {
  return await sql.query<Omit<UnmatchedCategory, 'suggestion'>>(
    `WITH tickets AS (
       SELECT lane, subject, min(start) AS began, max(open) AS lives FROM clocks
       WHERE generation = {generation:UInt32} AND row = '${ROW}' AND start >= {since:Int64} AND startsWith(subject, 'ticket/')
       GROUP BY lane, subject)
     SELECT category, subcategory, ${SUMS} FROM (
       SELECT subject, began, lives, category, subcategory FROM tickets LEFT JOIN (
         SELECT subject, ${told('category')}, ${told('subcategory')} FROM (
           SELECT subject, offset, JSONExtractString(value, 'type') AS type, JSONExtractString(value, 'time') AS time,
             JSONExtract(value, 'data', 'Tuple(category String, subcategory String, field String, to String)') AS data
           FROM events WHERE generation = {generation:UInt32} AND (lane, subject) IN (SELECT lane, subject FROM tickets))
         GROUP BY subject) AS words USING subject
       ORDER BY began DESC, subject)
     GROUP BY category, subcategory ORDER BY count DESC, category, subcategory LIMIT ${UNMATCHED_SHOWN}`,
    { generation, since },
  );
}

/** What was told last of a field, by the events' own times: by the event itself, or by `ticket.classified` of that field. */
const told = (field: string): string => {
  const value = `if(type = 'ticket.classified' AND data.field = '${field}', data.to, data.${field})`;
  return `argMaxIf(${value}, (parseDateTime64BestEffortOrZero(time, 3), offset), ${value} != '') AS ${field}`;
};

async function unmatchedPartners({ sql, generation }: Store, { partners }: Directory, since: number) {
  return await sql.query<UnmatchedPartner>(
    `SELECT partner, ${SUMS} FROM (
       SELECT partner, subject, min(start) AS began, max(open) AS lives FROM clocks
       WHERE generation = {generation:UInt32} AND start >= {since:Int64} AND partner NOT IN {known:Array(String)}
       GROUP BY partner, subject ORDER BY began DESC, subject)
     GROUP BY partner ORDER BY count DESC, partner LIMIT ${UNMATCHED_SHOWN}`,
    { generation, since, known: [...partners.keys()] },
  );
}

interface Word {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  readonly who: string;
  readonly at: number;
}

/** Those of the packs in force, each with whoever said it last. */
async function aliasesOf({ sql, generation }: Store, { packs }: Directory): Promise<CategoryAlias[]> {
  const said = await sql.query<Word>(
    `SELECT field, from, to, argMax(whose, told) AS who, max(told) AS at FROM (
       SELECT who AS whose, at AS told,
         if(JSONExtractString(body, 'data', 'field') = '', 'category', JSONExtractString(body, 'data', 'field')) AS field,
         JSONExtractString(body, 'data', 'from') AS from,
         JSONExtractString(body, 'data', 'to') AS to
       FROM audit WHERE generation = {generation:UInt32} AND type = 'category.aliased')
     GROUP BY field, from, to`,
    { generation },
  );
  const words = new Map(said.map((word) => [JSON.stringify([word.field, word.from, word.to]), word]));
  const aliases = packs.flatMap(({ pack, aliases: all = {} }) =>
    Object.entries(all).flatMap(([field, names]) =>
      Object.entries(names).map(([from, to]): CategoryAlias => {
        const word = words.get(JSON.stringify([field, from, to]));
        const { who = '', at = null } = word ?? {};
        return { field, from, to, pack, by: word === undefined ? 'pack' : 'person', who, at };
      }),
    ),
  );
  return aliases.sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || (a.from < b.from ? -1 : 1));
}
