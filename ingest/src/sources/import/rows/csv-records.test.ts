import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecords } from './csv-records.ts';

describe('records of a CSV file', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'belfry-csv-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const read = async (text: string, chunk: number, columns = 3) => {
    const file = join(dir, 'file.csv');
    await writeFile(file, text);
    const told: unknown[] = [];
    for await (const block of readRecords(file, { delimiter: ',', columns, chunk })) {
      for (const { line, fields, problem } of block.records)
        told.push(problem === undefined ? [line, ...fields] : [line, problem]);
    }
    return told;
  };

  // Blocks of every length, so that each place of the file is cut once.
  it.each([1, 2, 3, 5, 8, 13, 64, 4096])('in blocks of %i bytes', async (chunk) => {
    const text = '\uFEFFa,b,c\r\n1,"x\ny",3\r\n4,5\r\n\r\n6,"7" z,8\r\n9,1",2\r\n"10",11,"a ""word"""\r\nř,ž,ة';
    expect(await read(text, chunk)).toEqual([
      [1, 'a', 'b', 'c'],
      [2, '1', 'x\ny', '3'],
      [4, '4', '5'],
      [6, expect.stringContaining('text behind a closing quote')],
      [7, expect.stringContaining('Invalid Opening Quote')],
      [8, '10', '11', 'a "word"'],
      [9, 'ř', 'ž', 'ة'],
    ]);
  });

  it('gives up one line for a quote that is never closed, however long the file goes on', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},somebody,somewhere not very far away`);
    const broken = ['a,b,c', '1,"2,3', ...rows, ''].join('\n');
    const told = await read(broken, 1 << 16);
    expect(told).toHaveLength(60_002);
    expect(told[1]).toEqual([2, 'a quote that is never closed']);
    expect(told[2]).toEqual([3, '0', 'somebody', 'somewhere not very far away']);
    expect(told.at(-1)).toEqual([60_002, '59999', 'somebody', 'somewhere not very far away']);
  });

  it('takes a quote that another one closes lines later for what it is', async () => {
    expect(await read('a,b,c\n1,"2,3\n4,5,6\n7,8",9\n10,11,12\n', 4096)).toEqual([
      [1, 'a', 'b', 'c'],
      // One record of three columns over three lines: nothing in it says that it was meant otherwise.
      [2, '1', '2,3\n4,5,6\n7,8', '9'],
      [5, '10', '11', '12'],
    ]);
    expect(await read('a,b,c\n"1,2,3\n4,5,6\n7",8\n10,11,12\n', 4096)).toEqual([
      [1, 'a', 'b', 'c'],
      [2, expect.stringContaining('a quote that is not closed on its line')],
      [3, '4', '5', '6'],
      [4, expect.stringContaining('Invalid Opening Quote')],
      [5, '10', '11', '12'],
    ]);
  });

  it('gives each record as it stands in the file', async () => {
    const file = join(dir, 'raw.csv');
    await writeFile(file, 'a,b,c\r\n\r\n1,"x\r\ny",3\r\n4,"5 6\r\n');
    const raw: string[] = [];
    for await (const block of readRecords(file, { delimiter: ',', columns: 3 })) {
      for (const record of block.records) raw.push(record.raw());
    }
    expect(raw).toEqual(['a,b,c', '1,"x\r\ny",3', '4,"5 6']);
  });

  it('says which file cannot be read', async () => {
    const reading = readRecords(join(dir, 'nowhere.csv'), { delimiter: ',' }).next();
    await expect(reading).rejects.toMatchObject({ code: 'IMPORT_FILE_UNREADABLE' });
  });
});
