import type { CompiledKpi } from '@belfry/processor/contract';
import type { Directory } from '../directory.ts';
import { RefusedQuestion } from './refused-question.ts';
import type { Store } from './selection.ts';

/** A KPI by its id, or by its name if no two packs share it. @throws RefusedQuestion */
export function findKpi({ kpis }: Directory, name: string): CompiledKpi {
  const exact = kpis.find(({ id }) => id === name);
  if (exact !== undefined) return exact;
  const short = kpis.filter(({ id }) => id.slice(id.indexOf('/') + 1) === name);
  if (short.length === 1) return short[0]!;
  const list = (short.length > 0 ? short : kpis).map(({ id }) => id).join(', ');
  if (list === '')
    throw new RefusedQuestion(404, 'kpi', 'No policy in force has a KPI.', 'Publish a pack with "kpis".');
  throw new RefusedQuestion(
    short.length > 0 ? 400 : 404,
    'kpi',
    short.length > 0 ? `Several packs have a KPI ${name}.` : `There is no KPI ${name}.`,
    `Write one of: ${list}.`,
  );
}

/** A partner that neither a policy nor a count knows is a mistyped one. @throws RefusedQuestion */
export async function requirePartner({ sql, generation }: Store, directory: Directory, partner: string): Promise<void> {
  if (directory.partners.has(partner)) return;
  const rows = await sql.query(
    'SELECT 1 FROM kpi_totals WHERE generation = {generation:UInt32} AND partner = {partner:String} LIMIT 1 SETTINGS final = 0',
    { generation, partner },
  );
  if (rows.length > 0) return;
  const named = [...directory.partners.keys()].slice(0, 12).join(', ');
  const remedy = named === '' ? 'Name it in a policy, or tell of its orders.' : `Those of the policies: ${named}.`;
  throw new RefusedQuestion(404, 'partner', `Neither a policy nor a count knows a partner ${partner}.`, remedy);
}
