import { describe, expect, it } from 'vitest';
import { smallPack } from '../../../../test/support/small-pack.ts';
import { shippedPacks } from '../../adapters/shipped-packs.ts';
import type { CompiledCalendar, CompiledPack } from '../policy/compiled.ts';
import { parsePack } from '../policy/parse-pack.ts';
import { policyRecordSchema } from '../policy/policy-record-schema.ts';
import { policyChanged } from './policy-changed.ts';

const DAY = 86_400_000;
const cause = { lane: 0, offset: 7, horizon: 5 };
const told = (before: CompiledPack, after: CompiledPack) =>
  policyChanged({ number: 3, pack: before }, { number: 7, pack: after }, 4, cause);

const partner = (id: string) => ({ id, name: id, market: 'sa', zone: 'UTC', tier: '', reviewDay: 1 });
const calendar = (spans: readonly number[], until: number): CompiledCalendar => ({
  name: 'c',
  zone: 'UTC',
  offsets: [0, 0],
  spans,
  dayMinutes: 60,
  from: 0,
  until,
});

describe('a pack with a new version', () => {
  it('is told to everybody whom the old or the new version binds, in sentences', () => {
    const before = smallPack(60, { partners: [partner('noor'), partner('old')] });
    const after = smallPack(30, { partners: [partner('noor'), partner('new')], effective: 2 * DAY, applies: 'open' });
    const notice = told(before, after);
    expect(notice).toMatchObject({ about: 'policy/test', policy: 7, before: 3, effective: 2 * DAY, at: 4, offset: 7 });
    expect(notice.partners).toEqual(['new', 'noor', 'old']);
    expect(notice.changes).toEqual([
      'Rules clocks that start from 1970-01-03 on',
      'Clocks that run already are judged again under this version',
      'All: in 30 min, round the clock instead of in 1 h, round the clock',
      'New partner new',
      'The partner old is gone',
    ]);
    expect(notice.reason).toBe(
      'Version 7 of the pack test replaces version 3 from 1970-01-03; it also rules what is open now',
    );
  });

  it('says so when nothing is promised anew: a calendar that only reaches further is the same calendar', () => {
    const hours = (opens: number) => [4320, 4380, 5760 + opens, 5820];
    const short = smallPack(60, { calendars: { c: calendar(hours(0), 9 * DAY) } });
    const long = smallPack(60, { calendars: { c: calendar([...hours(0), 11 * 1440, 11 * 1440 + 60], 12 * DAY) } });
    const moved = smallPack(60, { calendars: { c: calendar(hours(5), 9 * DAY) } });
    expect(told(short, long).changes).toEqual(['What it promises stays as it was']);
    expect(told(short, moved).changes).toEqual(['The calendar c has other hours on 1970-01-05']);
  });

  it('can be told of any two versions that a lane takes, with nothing in them but what judging needs', async () => {
    const packs = await shippedPacks({ demo: true });
    const compiled = packs.map(({ name, yaml }) => {
      const parsed = parsePack(yaml, name, Date.UTC(2026, 0, 1));
      if ('problems' in parsed) throw new Error(name);
      const record = { hash: name, number: 1, source: '', compiled: parsed.compiled };
      // The schema drops what it does not name: records of others, and of older versions of Belfry, may look like this.
      return [parsed.compiled, policyRecordSchema.parse(record).compiled as unknown as CompiledPack];
    });
    const all = compiled.flat();
    for (const before of all) for (const after of all) expect(told(before, after).kind).toBe('policy-changed');
  });

  it('has one name for each version, whoever tells it', () => {
    const elsewhere = policyChanged({ number: 3, pack: smallPack(60) }, { number: 7, pack: smallPack(30) }, 9, {
      lane: 0,
      offset: 99,
      horizon: 1,
    });
    expect(elsewhere.id).toBe(told(smallPack(60), smallPack(30)).id);
    expect(elsewhere.id).not.toBe(
      policyChanged({ number: 7, pack: smallPack(30) }, { number: 8, pack: smallPack(60) }, 4, cause).id,
    );
  });
});
