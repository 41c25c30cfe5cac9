import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/belfry.mjs', import.meta.url));
const MAPPING = `version: 1
name: parcels
source: import/parcels
zone: UTC
subject: { kind: order, key: id }
events: [{ type: order.created, time: created }]
`;

test('a command goes on to its end when nobody reads what it says any more', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'belfry-main-'));
  const [rows, mapping] = [join(dir, 'parcels.csv'), join(dir, 'parcels.yaml')];
  await writeFile(rows, 'id,created\n1,2025-01-01T00:00:00Z\n');
  await writeFile(mapping, MAPPING);
  const child = spawn(process.execPath, [BIN, 'import', rows, '--mapping', mapping, '--dry-run'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const said: Buffer[] = [];
  child.stderr.on('data', (piece: Buffer) => said.push(piece));
  const [code] = (await once(child, 'close')) as [number | null];
  expect([code, Buffer.concat(said).toString()]).toEqual([0, '']);
  await rm(dir, { recursive: true, force: true });
});
