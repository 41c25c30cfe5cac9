import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BelfryEvent } from '@belfry/ingest/contract';
import { runImport } from '@belfry/ingest/import';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HistoryFolder, historyFolder, MAPPINGS } from './history-files.ts';
import { recordingSink } from './recording-sink.ts';

const CHILD = fileURLToPath(new URL('./import-until-killed.ts', import.meta.url));

describe.each([
  ['orders', 'orders.yaml'],
  ['incidents', 'incidents.yaml'],
] as const)('an import of %s that is killed', (what, mappingFile) => {
  let folder: HistoryFolder;
  beforeAll(async () => {
    folder = await historyFolder();
  });
  afterAll(() => folder.remove());

  /** Runs the import in a process of its own, and kills it when it has sent its n-th request but has no answer yet. */
  async function runAndKill(out: string, killAt: number): Promise<void> {
    const mapping = join(MAPPINGS, mappingFile);
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, folder[what], mapping, folder.state, out], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    let requests = 0;
    child.stdout.on('data', () => {
      requests++;
      if (requests === killAt) child.kill('SIGKILL');
      else child.stdin.write('go on\n');
    });
    const [, signal] = (await ended) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
  }

  it('goes on and tells the same set, each row once in its report', async () => {
    const out = join(folder.state, '..', `${what}.ndjson`);
    await runAndKill(out, 1);
    await runAndKill(out, 2);
    const whole = recordingSink();
    const mapping = join(MAPPINGS, mappingFile);
    const now = () => Date.now();
    const expected = await runImport({
      file: folder[what],
      mapping,
      sink: whole,
      stateDir: join(folder.state, 'whole'),
      now,
    });
    const rest = recordingSink();
    const report = await runImport({ file: folder[what], mapping, sink: rest, stateDir: folder.state, now });
    expect(report.resumedAfter).toBeGreaterThan(0);
    expect(report).toMatchObject({
      importid: expected.importid,
      rows: expected.rows,
      imported: expected.imported,
      byType: expected.byType,
    });
    const written = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as BelfryEvent);
    const told = new Map([...written, ...rest.events].map((event) => [event.id, event]));
    const history = (events: Iterable<BelfryEvent>) =>
      [...events].filter((event) => event.type !== 'import.finished').sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(history(told.values())).toEqual(history(whole.events));
    expect(rest.events.filter((event) => event.type === 'import.finished')).toHaveLength(1);
    // What was not acknowledged is told again, and nothing else.
    expect(written.length + rest.events.length - 1 - expected.events).toBeLessThanOrEqual(2 * 2_100);
  });
});
