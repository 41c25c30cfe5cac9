import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BelfryEvent, Verdict } from '../../../contract/index.ts';
import type { ImportProgress } from './progress.ts';
import { type ImportOptions, runImport } from './run-import.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const MAPPING = `version: 1
name: parcels
source: import/parcels
zone: UTC
times: [iso, yyyy-MM-dd]
subject: { kind: order, key: id }
joins: { items: { file: items.csv, on: id, key: order } }
split: { by: items.seller }
partner: items.seller
latest: [created, shipped]
events:
  - type: order.created
    time: { column: created, required: true }
    data:
      lines: { each: items, fields: { sku: items.sku, quantity: { column: items.count, as: number } } }
  - type: order.shipped
    time: { column: shipped, inferIf: { column: status, is: sent } }
    data: { carrier: { column: carrier, map: { D: dhl, P: ppl } } }
  - type: order.cancelled
    when: { column: status, is: gone }
    time: latest
`;
const ITEMS = 'order,sku,count,seller\n1,a,2,s1\n2,b,1,s1\n2,c,1,s2\n2,d,1,s1\n9,z,1,s1\n';
const HEADER = 'id,status,created,shipped,carrier\n';

describe('an import', () => {
  let dir: string;
  let events: BelfryEvent[];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'belfry-import-'));
    events = [];
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const accept = async (batch: readonly BelfryEvent[]): Promise<Verdict[]> => {
    events.push(...batch);
    return batch.map(({ id, source }, index) => ({ index, id, source, status: 'accepted' }));
  };
  const run = async (rows: string, options: Partial<ImportOptions> = {}, items = ITEMS, mapping = MAPPING) => {
    const file = join(dir, 'parcels.csv');
    await writeFile(file, HEADER + rows);
    await writeFile(join(dir, 'items.csv'), items);
    await writeFile(join(dir, 'm.yaml'), mapping);
    return runImport({ file, mapping: join(dir, 'm.yaml'), sink: { send: accept }, now: () => NOW, ...options });
  };
  const told = () => events.map(({ id, time, data }) => [id, time, data?.partner, data?.timeQuality].filter(Boolean));

  it('splits an order by its sellers, and leaves one without items to `unknown`', async () => {
    const report = await run('1,,2026-11-01T10:00,,\n2,,2026-11-01T11:00,2026-11-02,D\n3,,2026-11-01T12:00,,\n');
    expect(told().slice(0, -1)).toEqual([
      ['1:created', '2026-11-01T10:00:00.000Z', 's1'],
      ['2:created~s1', '2026-11-01T11:00:00.000Z', 's1'],
      ['2:shipped~s1', '2026-11-02T00:00:00.000Z', 's1', 'date'],
      ['2:created~s2', '2026-11-01T11:00:00.000Z', 's2'],
      ['2:shipped~s2', '2026-11-02T00:00:00.000Z', 's2', 'date'],
      ['3:created', '2026-11-01T12:00:00.000Z', 'unknown'],
    ]);
    expect(events[1]).toMatchObject({
      subject: 'order/2~s1',
      importid: report.importid,
      data: {
        lines: [
          { sku: 'b', quantity: 1 },
          { sku: 'd', quantity: 1 },
        ],
      },
    });
    expect(events.at(-1)).toMatchObject({
      type: 'import.finished',
      data: { importid: report.importid, rows: 3, events: 6 },
    });
    expect(events.at(-1)).not.toHaveProperty('importid');
    expect(report).toMatchObject({ rows: 3, imported: 3, unknownPartner: 1, dayTimes: 2, inferredTimes: 0 });
    expect(report.joins).toMatchObject([{ name: 'items', rows: 5, unmatched: 1 }]);
  });

  it('gives a status without a time the latest known one, marked', async () => {
    const report = await run('1,sent,2026-11-01T10:00,,\n2,gone,2026-11-01T11:00,2026-11-03T09:00,P\n');
    expect(told()).toContainEqual(['1:shipped', '2026-11-01T10:00:00.000Z', 's1', 'inferred']);
    expect(told()).toContainEqual(['2:cancelled~s2', '2026-11-03T09:00:00.000Z', 's2', 'inferred']);
    expect(report.inferredTimes).toBe(3);
  });

  it.each([
    ['a cell too many', '1,,2026-11-01T10:00,,,', 'WRONG_COLUMNS', 'has 6 columns, the header has 5'],
    ['no id', ',,2026-11-01T10:00,,', 'NO_KEY', 'the subject has no id'],
    ['a time that is none', '1,,soon,,', 'UNREADABLE_TIME', 'created says "soon"'],
    ['no time at all', '1,,,,', 'NO_TIME', 'created is empty, but order.created needs it'],
    ['a time to come', '1,,2026-11-24T10:00,,', 'FUTURE_TIME', 'which has not come yet'],
    ['a value that the map lacks', '1,,2026-11-01T10:00,2026-11-02,X', 'UNMAPPED_VALUE', 'carrier says "X"'],
    ['an item that is broken', '7,,2026-11-01T10:00,,', 'JOINED_ROW_BROKEN', 'line 7: has 2 columns, the header has 4'],
    [
      'a number that is none',
      '8,,2026-11-01T10:00,,',
      'UNREADABLE_VALUE',
      'items.count says "two", which is no number',
    ],
  ])('refuses a row with %s, and goes on', async (_what, row, code, reason) => {
    const report = await run(`${row}\n1,,2026-11-01T10:00,,\n`, {}, `${ITEMS}7,a\n8,a,two,s1\n`);
    expect(report).toMatchObject({ rows: 2, imported: 1, refused: 1, refusedBy: { [code]: 1 } });
    expect(report.refusedRows).toMatchObject([{ line: 2, code, reason: expect.stringContaining(reason) as string }]);
    expect(events.map((event) => event.id)).toContain('1:created');
  });

  it('counts a row whose event intake refuses as refused', async () => {
    const sink = {
      send: async (batch: readonly BelfryEvent[]): Promise<Verdict[]> =>
        batch.map(({ id, source }, index) =>
          id === '1:created'
            ? { index, id, source, status: 'refused', code: 'WRONG_VALUE', path: 'data.lines', message: 'too long' }
            : { index, id, source, status: 'accepted' },
        ),
    };
    const report = await run('1,,2026-11-01T10:00,,\n3,,2026-11-01T10:00,,\n', { sink });
    expect(report).toMatchObject({ rows: 2, imported: 1, refused: 1, events: 1, accepted: 1 });
    expect(report.refusedRows).toMatchObject([
      { line: 2, code: 'EVENT_REFUSED', reason: 'intake refuses order.created: data.lines too long' },
    ]);
  });

  it('names columns that are not there before it sends anything, with the nearest that is', async () => {
    const mapping = MAPPING.replace('time: { column: created,', 'time: { column: creatd,').replace(
      'items.sku',
      'items.SKUs',
    );
    await expect(run('1,,2026-11-01T10:00,,\n', {}, ITEMS, mapping)).rejects.toMatchObject({
      code: 'IMPORT_MAPPING_INVALID',
      message: expect.stringMatching(
        /line 13 \(events\.0\.time\.column\): there is no column creatd: write created.*\n.*line 15 .*: there is no column SKUs: write sku\n {2}\S+ has the columns id,.*\n {2}items\.csv has the columns /,
      ) as string,
    });
    expect(events).toEqual([]);
  });

  it('says what to do about a file that cannot be read, and about a join that the mapping has not', async () => {
    const file = join(dir, 'orders.csv');
    const mapping = join(dir, 'm.yaml');
    await writeFile(mapping, MAPPING);
    const importing = (over: Partial<ImportOptions>) =>
      runImport({ file, mapping, sink: { send: async () => [] }, now: () => NOW, ...over });
    const missing = join(dir, 'nowhere.csv');
    await expect(importing({ file: missing })).rejects.toThrow(`cannot read ${missing}: there is no such file.`);
    await expect(importing({ file: dir })).rejects.toThrow(`cannot read ${dir}: it is a folder.`);
    await expect(importing({ mapping: dir })).rejects.toThrow(`cannot read the mapping ${dir}: it is a folder.`);
    await expect(importing({ joinFiles: { item: missing } })).rejects.toThrow(
      'm.yaml joins nothing named item: it joins items',
    );
    await writeFile(join(dir, 'items.csv'), ITEMS);
    await writeFile(file, 'number,opened\n');
    await expect(importing({})).rejects.toThrow(
      'm.yaml is for another file: orders.csv has none of the columns that it names. It has number, opened',
    );
  });

  it.each([
    ['is empty', '', /is empty/],
    ['names a column twice', 'id,id,created,shipped,carrier\n', /the column id stands in it twice/],
  ])('refuses a file whose header %s', async (_what, text, message) => {
    await writeFile(join(dir, 'items.csv'), ITEMS);
    await writeFile(join(dir, 'm.yaml'), MAPPING);
    await writeFile(join(dir, 'bad.csv'), text);
    const importing = runImport({
      file: join(dir, 'bad.csv'),
      mapping: join(dir, 'm.yaml'),
      sink: { send: accept },
      now: () => NOW,
    });
    await expect(importing).rejects.toMatchObject({
      code: 'IMPORT_HEADER_WRONG',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses a joined file that outgrows its limit', async () => {
    await expect(run('1,,2026-11-01T10:00,,\n', { joinLimit: 4 })).rejects.toMatchObject({
      code: 'IMPORT_JOIN_TOO_LARGE',
    });
  });

  it('leaves nothing behind when all went well, and no progress for another target', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => `${i},,2026-11-01T10:00,,\n`).join('');
    let calls = 0;
    const breaking = {
      send: async (batch: readonly BelfryEvent[]) => {
        if (++calls > 1) throw new Error('gone');
        return accept(batch);
      },
    };
    await expect(run(rows, { sink: breaking, target: 'a' })).rejects.toMatchObject({ code: 'IMPORT_SINK_FAILED' });
    expect((await run(rows, { target: 'b' })).resumedAfter).toBe(0);
    expect((await run(rows, { target: 'a' })).resumedAfter).toBeGreaterThan(1_900);
    expect((await readdir(dir)).sort()).toEqual(['items.csv', 'm.yaml', 'parcels.csv']);
  });

  it('tells how far it is, how fast, and how long it will take', async () => {
    const told: ImportProgress[] = [];
    let now = NOW;
    const rows = Array.from({ length: 40_000 }, (_, i) => `${i},,2026-11-01T10:00,,\n`).join('');
    await run(rows, { now: () => (now += 100), onProgress: (progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(2);
    const middle = told.find((one) => one.rowsPerSecond > 0 && one.bytes < one.totalBytes)!;
    expect(middle.secondsLeft).toBeGreaterThan(0);
    // Order 2 has two sellers.
    expect(told.at(-1)).toMatchObject({ rows: 40_000, events: 40_001, done: true, secondsLeft: 0 });
    expect(told.at(-1)!.bytes).toBe(told.at(-1)!.totalBytes);
  });
});
