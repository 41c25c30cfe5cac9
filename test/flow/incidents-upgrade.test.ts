import type { Sql } from '@belfry/sql';
import { expect, test } from 'vitest';
import { decodeIncident, encodeSignal } from '../../processor/src/contract/index.ts';
import { Runtime } from '../../processor/src/pipeline/runtime.ts';
import { SignalsFold } from '../../processor/src/pipeline/signals-fold.ts';
import { createFakeWallClock } from '../support/fake-wall-clock.ts';
import { createMemoryLog } from '../support/memory-log.ts';
import { breach } from '../support/signals-room.ts';

const empty: Sql = {
  database: 'none',
  query: async () => [],
  stream: async () => (async function* () {})(),
  command: async () => undefined,
  insert: async () => undefined,
  ready: async () => undefined,
  close: async () => undefined,
};

/**
 * A Belfry of before the third fold has signals in its log and no position for them, and Kafka has let go of the older ones. The
 * fold begins with what there is.
 */
test('a log of signals that is older than the third fold is read from where it still begins', async () => {
  const wallClock = createFakeWallClock(Date.UTC(2026, 10, 27));
  const log = createMemoryLog({ wallClock });
  for (const name of ['events', 'signals', 'deliveries'] as const) await log.ensure([{ name, partitions: 1 }]);
  const told = [0, 1, 2, 3].map((n) => ({
    key: '',
    kind: 'signal' as const,
    value: encodeSignal(breach(n, { offset: n })),
  }));
  log.put('signals', 0, told);
  log.trim('signals', 0, 2);
  const faults: Error[] = [];
  const runtime = new Runtime({
    log,
    sql: empty,
    wallClock,
    generation: 1,
    folds: { signals: () => new SignalsFold(1) },
    sender: 'owner',
    mode: 'live',
    group: 'g',
    onFatal: (error) => faults.push(error),
    report: () => undefined,
  });
  await runtime.start();
  for (let n = 0; n < 50; n++) {
    wallClock.advance(20);
    await log.delivered();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const incidents = log.records('signals', 0).filter(({ kind }) => kind === 'incident');
  expect(faults).toEqual([]);
  expect(decodeIncident(incidents.at(-1)!.value)).toMatchObject({ open: 2, total: 2 });
  await runtime.stop();
});
