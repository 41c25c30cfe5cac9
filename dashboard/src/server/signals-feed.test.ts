import type { EventLog, LaneReader } from '@belfry/ingest/log';
import { expect, it } from 'vitest';
import { createSignalsFeed } from './signals-feed.ts';

it('has caught up with a log that ends in the marker of a foreign transaction', async () => {
  let reader: LaneReader | undefined;
  const log = {
    bounds: () => Promise.resolve({ low: 0, high: 2 }),
    subscribe: (options: { reader: LaneReader }) => {
      reader = options.reader;
      return Promise.resolve({ stop: () => Promise.resolve() });
    },
  } as unknown as EventLog;
  let turn = (): void => {};
  const feed = createSignalsFeed({
    log,
    clock: () => 0,
    apply: () => {},
    applied: () => turn(),
    failed: () => {},
    report: () => {},
  });
  await feed.start();
  expect(await reader!.assigned(0)).toBe(0);
  const applied = new Promise<void>((resolve) => {
    turn = resolve;
  });
  const record = { partition: 0, offset: 0, appendTime: 1, kind: 'signal' as const, key: '', value: Buffer.alloc(0) };
  reader!.received(0, [record], 2);
  await applied;
  expect([feed.caughtUp, await feed.atEnd()]).toEqual([false, false]);
  const passed = new Promise<void>((resolve) => {
    turn = resolve;
  });
  reader!.passed!(0, 2);
  await passed;
  expect([feed.caughtUp, await feed.atEnd()]).toEqual([true, true]);
  await feed.stop();
});
