import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BelfryEvent } from '../../../contract/index.ts';
import { runImport } from '../run/run-import.ts';

const MAPPING = `version: 1
name: log
source: import/log
zone: UTC
times: ['yyyy-MM-dd HH:mm']
unknown: ['?']
rows: states
subject: { kind: ticket, key: id }
state: { asOf: at, version: v }
events:
  - type: ticket.created
    on: first
    data: { category: kind, team: team }
  - type: ticket.classified
    on: { changed: kind }
    data: { field: { constant: category }, from: { before: kind }, to: kind }
  - type: ticket.reopened
    on: { leaves: { column: state, in: [Done] } }
  - type: ticket.status-changed
    id: status
    on: { changed: state, initially: New }
    data: { from: { before: state, initially: New }, to: state }
  - type: ticket.resolved
    on: { enters: { column: state, in: [Done] } }
`;

describe('rows that are states', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'belfry-states-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Rows as `id at v state kind`, times as minutes past midnight of one day. */
  const run = async (rows: readonly string[], mapping = MAPPING) => {
    const lines = rows.map((row) => {
      const [id, at, v, state, kind = 'a'] = row.split(' ');
      const time = /^\d+$/.test(at!) ? `2026-11-01 00:${at!.padStart(2, '0')}` : at;
      return [id, time, v, state, kind, 't'].join(',');
    });
    await writeFile(join(dir, 'log.csv'), ['id,at,v,state,kind,team', ...lines, ''].join('\n'));
    await writeFile(join(dir, 'm.yaml'), mapping);
    const events: BelfryEvent[] = [];
    const report = await runImport({
      file: join(dir, 'log.csv'),
      mapping: join(dir, 'm.yaml'),
      now: () => Date.parse('2026-11-23T12:00:00Z'),
      sink: {
        send: async (batch) =>
          batch.map((event, index) => {
            if (event.type !== 'import.finished') events.push(event);
            return { index, id: event.id, source: event.source, status: 'accepted' as const };
          }),
      },
    });
    return { report, told: events.map(({ id, time }) => `${id} ${Number(time.slice(14, 16))}`), events };
  };

  it('tell what changed from each to the next', async () => {
    const { report, told, events } = await run([
      'A 1 0 New',
      'A 2 1 New',
      'A 3 2 Active b',
      'A 5 4 Done b',
      'A 9 5 New b',
    ]);
    expect(told).toEqual([
      'A:created 1',
      'A@2:classified 3',
      'A@2:status 3',
      'A@4:status 5',
      'A@4:resolved 5',
      'A@5:reopened 9',
      'A@5:status 9',
    ]);
    expect(events[1]?.data).toMatchObject({ field: 'category', from: 'a', to: 'b' });
    expect(report).toMatchObject({ rows: 5, imported: 5, unchanged: 1 });
  });

  it('tell a first state that is not where tickets begin', async () => {
    expect((await run(['A 1 0 Done'])).told).toEqual(['A:created 1', 'A@0:status 1', 'A@0:resolved 1']);
  });

  it('are put in order within a subject, by their time and then by their version', async () => {
    const sorted = await run(['A 1 8 New', 'A 1 9 Active', 'A 1 10 Done', 'B 1 0 New']);
    const mixed = await run(['A 1 10 Done', 'A 1 8 New', 'A 1 9 Active', 'B 1 0 New']);
    expect(mixed.told).toEqual(sorted.told);
    expect(mixed.report).toMatchObject({ rows: 4, imported: 4 });
  });

  it('go on for a subject that comes back later, and tell nothing if they are older than what was told', async () => {
    const { report, told } = await run(['A 1 0 New', 'B 2 0 New', 'A 5 2 Done', 'B 3 1 Active', 'A 3 1 Active']);
    expect(told).toEqual(['A:created 1', 'B:created 2', 'A@2:status 5', 'A@2:resolved 5', 'B@1:status 3']);
    expect(report).toMatchObject({ rows: 5, imported: 5, unchanged: 1 });
  });

  it('are told apart by their time and place where no version does', async () => {
    const mapping = MAPPING.replace(', v: v', '').replace(', version: v', '');
    const { told } = await run(['A 1 0 New', 'A 2 0 Active', 'A 2 0 Done'], mapping);
    const at = Date.parse('2026-11-01T00:02:00Z');
    expect(told).toEqual(['A:created 1', `A@${at}:status 2`, `A@${at}.1:status 2`, `A@${at}.1:resolved 2`]);
  });

  it.each([
    ['no time', 'A ? 1 Active', 'NO_TIME'],
    ['a time that is none', 'A noon 1 Active', 'UNREADABLE_TIME'],
    ['no version', 'A 2 ? Active', 'NO_KEY'],
    ['a version that told another state', 'A 1 0 Active', 'VERSION_REPEATED'],
  ])('are refused with %s, and the others go on', async (_what, bad, code) => {
    const { report, told } = await run(['A 1 0 New', bad, 'A 4 2 Done', 'B 5 0 New']);
    expect(report).toMatchObject({ rows: 4, imported: 3, refused: 1, refusedRows: [{ line: 3, code, key: 'A' }] });
    expect(told).toEqual(['A:created 1', 'A@2:status 4', 'A@2:resolved 4', 'B:created 5']);
  });
});
