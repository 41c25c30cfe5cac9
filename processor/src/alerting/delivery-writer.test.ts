import type { EventLog, NewRecord } from '@belfry/ingest/log';
import { expect, it } from 'vitest';
import { createFakeWallClock } from '../../../test/support/fake-wall-clock.ts';
import { DeliveryWriter } from './delivery-writer.ts';

it('appends together what was handed over together, and no more at once than a log takes', async () => {
  const appends: string[][] = [];
  const append: EventLog['append'] = (_log, _partition, records) => {
    appends.push(records.map(({ key }) => key));
    return Promise.resolve({ baseOffset: 0, appendTime: 0 });
  };
  const writer = new DeliveryWriter({ append } as EventLog, createFakeWallClock(0));
  const record = (key: string, kB: number): NewRecord => ({ key, kind: 'delivery', value: Buffer.alloc(kB * 1024) });
  await Promise.all([
    writer.write(record('first', 1)),
    writer.write(record('copy', 200), record('word', 200)),
    writer.write(record('small', 1)),
    writer.write(record('copy', 200), record('word', 1)),
    writer.write(record('huge', 900)),
    writer.write(record('last', 1)),
  ]);
  expect(appends).toEqual([['first'], ['copy', 'word', 'small'], ['copy', 'word'], ['huge'], ['last']]);
});
