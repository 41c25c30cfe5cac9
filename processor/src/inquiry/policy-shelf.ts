import type { Sql } from '@belfry/sql';
import type { NumberedPack } from '../domain/clock/rules/ruleset.ts';
import type { PolicyRecord } from '../domain/policy/compiled.ts';
import { packOfToday } from '../domain/policy/earlier-kpi.ts';

/**
 * Policies as they were published, by their numbers. One never changes, so those that were asked for last are kept: reading
 * one takes longer than judging by it, and calendars that are kept keep what is indexed of them.
 */
export interface PolicyShelf {
  /** In the order of the numbers. @throws when one is not there. */
  take(numbers: readonly number[]): Promise<readonly PolicyRecord[]>;
  /** All of them, in the order of their numbers, which is that of publishing. */
  all(): Promise<readonly NumberedPack[]>;
}

const KEPT = 64;

export function createPolicyShelf(sql: Sql, generation: number): PolicyShelf {
  const kept = new Map<number, PolicyRecord>();
  const put = (number: number, record: PolicyRecord): void => {
    kept.delete(number);
    kept.set(number, record);
    for (const [oldest] of kept) {
      if (kept.size <= KEPT) return;
      kept.delete(oldest);
    }
  };
  const take = async (numbers: readonly number[]): Promise<readonly PolicyRecord[]> => {
    const found = new Map(
      numbers.flatMap((number) => (kept.has(number) ? [[number, kept.get(number)!] as const] : [])),
    );
    const missing = numbers.filter((number) => !found.has(number));
    if (missing.length > 0) {
      const rows = await sql.query<{ number: number; record: string }>(
        'SELECT number, record FROM policies WHERE generation = {generation:UInt32} AND number IN {missing:Array(Int64)}',
        { generation, missing },
      );
      for (const { number, record } of rows) {
        const read = JSON.parse(record) as PolicyRecord;
        found.set(number, { ...read, compiled: packOfToday(read.compiled) });
      }
    }
    return numbers.map((number) => {
      const record = found.get(number);
      if (record === undefined) throw new Error(`policy ${number} was taken, but is not in table policies`);
      put(number, record);
      return record;
    });
  };
  return {
    take,
    async all() {
      const rows = await sql.query<{ number: number }>(
        'SELECT number FROM policies WHERE generation = {generation:UInt32} ORDER BY number',
        { generation },
      );
      const numbers = rows.map(({ number }) => number);
      const records = await take(numbers);
      return numbers.map((number, n) => ({ number, pack: records[n]!.compiled }));
    },
  };
}
