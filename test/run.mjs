/**
 * `npm test`. Runs every kind of test (see vitest.config.ts) and says in its last line, in plain words, what came of it:
 * `N passed, N failed`, and `, N skipped` behind it if some were. Arguments go to vitest: `npm test -- processor/src/domain`.
 * `--full` looks at every view in every setting, not in a subset that covers each two of them (test/browser/support/matrix.ts).
 *
 * A file that does not load, an error that no test caught and a run in which nothing ran all count as failures: a test
 * that could not be run has not passed.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'belfry-test-'));
const outputFile = join(folder, 'results.json');

const child = spawn(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--reporter=${join(root, 'test/under-way-reporter.ts')}`,
    `--outputFile.json=${outputFile}`,
    ...process.argv.slice(2).filter((argument) => argument !== '--full'),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(process.argv.includes('--full') && { BELFRY_FULL: '1' }) },
  },
);
// Ctrl-C reaches vitest by itself, since it is in the same group of the terminal; a supervisor's SIGTERM does not.
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGINT', () => {});

const exitCode = await new Promise((resolve) => {
  child.once('error', () => resolve(1));
  child.once('close', (code) => resolve(code ?? 1));
});

const tally = await readFile(outputFile, 'utf8').then(
  (text) => count(JSON.parse(text)),
  () => ({ passed: 0, failed: 1, skipped: 0, notes: ['vitest ended without telling its results'] }),
);
await rm(folder, { recursive: true, force: true });

if (tally.passed + tally.failed === 0) {
  tally.failed = 1;
  tally.notes.push('nothing ran');
} else if (exitCode !== 0 && tally.failed === 0) {
  tally.failed = 1;
  tally.notes.push(`vitest ended with code ${exitCode} though no test failed: see "Unhandled Errors" above`);
}
for (const note of tally.notes) console.error(note);
console.log(`${tally.passed} passed, ${tally.failed} failed${tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''}`);
process.exitCode = tally.failed > 0 ? 1 : 0;

/** Counts tests, and as one failure each file that failed without a failed test of its own (it did not load). */
function count(results) {
  const tally = { passed: 0, failed: 0, skipped: 0, notes: [] };
  for (const file of results.testResults) {
    let failedHere = 0;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') tally.passed++;
      else if (test.status === 'failed') failedHere++;
      else tally.skipped++;
    }
    if (file.status === 'failed' && failedHere === 0) {
      failedHere = 1;
      tally.notes.push(`could not run ${file.name}: ${file.message ?? ''}`);
    }
    tally.failed += failedHere;
  }
  return tally;
}
