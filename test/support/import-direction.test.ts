import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The lint rules that keep imports running against the flow, tried on a tree of the repository's shape: each line is a
 * file, what it imports, and whether `npm run check` may let it pass.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));

const FORBIDDEN: readonly (readonly [file: string, from: string])[] = [
  ['ingest/src/sources/http.ts', '@belfry/processor/contract'],
  ['ingest/src/sources/http.ts', '@belfry/dashboard/contract'],
  ['ingest/src/sources/http.ts', '@belfry/cli'],
  ['ingest/src/sources/http.ts', '../../../processor/src/contract/index.ts'],
  ['processor/src/pipeline/lane.ts', '@belfry/dashboard/contract'],
  ['processor/src/pipeline/lane.ts', '@belfry/cli'],
  ['processor/src/pipeline/lane.ts', '@belfry/ingest/compose'],
  ['processor/src/pipeline/lane.ts', '@belfry/ingest/simulator'],
  ['processor/src/pipeline/lane.ts', '../../../ingest/src/log/event-log.ts'],
  ['processor/src/pipeline/lane.ts', '../../../test/support/memory-log.ts'],
  ['dashboard/src/server/relay.ts', '@belfry/processor/compose'],
  ['dashboard/src/server/relay.ts', '@belfry/ingest/compose'],
  ['dashboard/src/server/relay.ts', '../../../sql/src/sql.ts'],
  ['dashboard/src/client/wall.ts', '@belfry/ingest/log'],
  ['dashboard/src/client/wall.ts', '@belfry/sql'],
  ['dashboard/src/client/wall.ts', '../server/relay.ts'],
  ['dashboard/src/client/wall.ts', 'node:fs'],
  ['dashboard/src/client/Wall.svelte', '@belfry/sql'],
  ['sql/src/sql.ts', '@belfry/ingest/contract'],
  ['sql/src/sql.ts', '@belfry/access'],
  ['access/src/gate/gate.ts', '@belfry/ingest/contract'],
  ['access/src/gate/gate.ts', '../../../sql/src/sql.ts'],
  ['access/src/domain/may-do.ts', '@belfry/sql'],
  ['access/src/domain/may-do.ts', '../tokens/token-table.ts'],
  ['dashboard/src/client/wall.ts', '@belfry/access'],
  ['cli/src/app.ts', '@belfry/test'],
  ['cli/src/app.ts', '../../processor/src/pipeline/lane.ts'],
  ['processor/src/domain/clock/judge.ts', 'node:fs'],
  ['processor/src/domain/clock/judge.ts', 'crypto'],
  ['processor/src/domain/clock/judge.ts', 'node:timers/promises'],
  ['processor/src/domain/clock/judge.ts', '@belfry/ingest/log'],
  ['processor/src/domain/clock/judge.ts', '@belfry/sql'],
  ['processor/src/domain/clock/judge.ts', '../../pipeline/rows.ts'],
  ['processor/src/domain/clock/judge.ts', '../../compose.ts'],
  ['processor/src/domain/judge.ts', '../pipeline/rows.ts'],
  ['processor/src/domain/clock/ladder/step.ts', '../../../pipeline/rows.ts'],
  ['ingest/src/domain/normalise.ts', '../log/event-log.ts'],
  ['test/support/oracles/calendar.ts', '@belfry/processor/contract'],
  ['test/support/oracles/calendar.ts', '../../../processor/src/domain/calendar/spans.ts'],
];

const ALLOWED: readonly (readonly [file: string, from: string])[] = [
  ['ingest/src/sources/http.ts', '../log/event-log.ts'],
  ['processor/src/pipeline/lane.ts', '@belfry/ingest/contract'],
  ['processor/src/pipeline/lane.ts', '@belfry/ingest/log'],
  ['processor/src/pipeline/lane.ts', '@belfry/sql'],
  ['processor/src/pipeline/lane.test.ts', '../../../test/support/memory-log.ts'],
  ['processor/src/domain/clock/judge.ts', '@belfry/ingest/contract'],
  ['processor/src/domain/clock/judge.ts', '../policy/compiled.ts'],
  ['processor/src/domain/clock/judge.ts', '../../contract/index.ts'],
  ['processor/src/domain/judge.ts', '../contract/index.ts'],
  ['processor/src/domain/clock/judge.ts', 'luxon'],
  ['dashboard/src/server/relay.ts', '@belfry/processor/contract'],
  ['dashboard/src/server/relay.ts', '@belfry/ingest/log'],
  ['dashboard/src/server/relay.ts', '@belfry/sql'],
  ['dashboard/src/client/wall.ts', '../contract/index.ts'],
  ['cli/src/app.ts', '@belfry/processor/compose'],
  ['cli/src/app.ts', '@belfry/access'],
  ['ingest/src/sources/http.ts', '@belfry/access'],
  ['processor/src/pipeline/lane.ts', '@belfry/access'],
  ['dashboard/src/server/relay.ts', '@belfry/access'],
  ['access/src/tokens/token-table.ts', '@belfry/sql'],
  ['test/support/oracles/calendar.ts', 'luxon'],
];

describe('imports run against the flow only', () => {
  let tree: string;
  let refused: Set<string>;

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'belfry-lint-'));
    await copyFile(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
    const lines = new Map<string, string[]>();
    for (const [file, from] of [...FORBIDDEN, ...ALLOWED]) {
      const imports = lines.get(file) ?? [];
      imports.push(`import '${from}';`);
      lines.set(file, imports);
    }
    for (const [file, imports] of lines) {
      await mkdir(dirname(join(tree, file)), { recursive: true });
      const script = `${imports.join('\n')}\n`;
      await writeFile(join(tree, file), file.endsWith('.svelte') ? `<script lang="ts">\n${script}</script>\n` : script);
    }
    refused = await lint(tree);
  });
  afterAll(() => rm(tree, { recursive: true, force: true }));

  it.each(FORBIDDEN)('%s may not import %s', (file, from) => {
    expect(refused).toContain(`${file} ${from}`);
  });
  it.each(ALLOWED)('%s may import %s', (file, from) => {
    expect(refused).not.toContain(`${file} ${from}`);
  });
});

/** Every import that the repository's own rules refuse in the tree, as `file import`. */
async function lint(tree: string): Promise<Set<string>> {
  const json = await new Promise<string>((resolve, reject) => {
    const args = [join(root, 'node_modules/oxlint/bin/oxlint'), '-f', 'json'];
    // The exit code is not 0 as long as the rules bite; what was found is in the output.
    execFile(process.execPath, args, { cwd: tree, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`oxlint did not run: ${stdout}${stderr}`, { cause: error }));
    });
  });
  const found = new Set<string>();
  for (const diagnostic of (JSON.parse(json) as { diagnostics: Diagnostic[] }).diagnostics) {
    if (!diagnostic.code.includes('no-restricted-imports')) continue;
    const imported = /'([^']+)' import is restricted/.exec(diagnostic.message)?.[1];
    if (imported !== undefined) found.add(`${diagnostic.filename} ${imported}`);
  }
  return found;
}

interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly filename: string;
}
