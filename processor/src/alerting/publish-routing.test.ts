import { expect, it } from 'vitest';
import { aRouting } from '../../../test/support/a-routing.ts';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { createMemoryLog } from '../../../test/support/memory-log.ts';
import { decodeRoutes } from '../contract/index.ts';
import { hashOf } from './hooks-file/parse-hooks-file.ts';
import { publishRouting } from './publish-routing.ts';
import { readHooks } from './read-hooks.ts';

it('puts the routing into the log of signals, and nothing that is needed to reach a receiver', async () => {
  const log = createMemoryLog({ wallClock: createFakeWallClock(0) });
  await log.ensure([{ name: 'signals', partitions: 1 }]);
  const url = 'https://example.org/secret-path';
  const read = await readHooks(
    { BELFRY_HOOK_URL: url, BELFRY_HOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
    0,
  );
  await publishRouting(log, read);
  await publishRouting(log, { hash: hashOf(aRouting()), routing: aRouting() });
  const records = log.records('signals', 0);
  expect(records.map(({ key, kind, value }) => [key, kind, decodeRoutes(value).hash])).toEqual([
    ['routing', 'routes', read.hash],
    ['routing', 'routes', hashOf(aRouting())],
  ]);
  const text = records[0]!.value.toString();
  expect(decodeRoutes(records[0]!.value)).toEqual({ hash: read.hash, routing: read.routing });
  expect(text).not.toMatch(/secret-path|whsec_/);
});
