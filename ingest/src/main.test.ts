import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runNode } from '../../test/support/child-lines.ts';

it('ingest alone does not open itself to others where no tokens are kept', async () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const ingest = runNode(['--import', 'tsx', main], { KAFKA_BROKERS: '127.0.0.1:1', HOST: '0.0.0.0' });
  expect((await ingest.ended).code).toBe(1);
  expect(ingest.lines).toEqual([
    'HOST 0.0.0.0 would let others write, and there are no tables with tokens to keep them out: set CLICKHOUSE_URL, or HOST=127.0.0.1.',
  ]);
});
