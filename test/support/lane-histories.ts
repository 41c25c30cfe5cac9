import type { LogRecord } from '@belfry/ingest/log';
import fc from 'fast-check';
import { LaneRecords, smallPack } from './small-pack.ts';

const T0 = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
export const SUBJECTS = ['order/1', 'order/2', 'order/3'];
const TYPES = ['order.opened', 'order.shipped', 'order.cancelled', 'order.created'];

const packOf = (minutes: number, applies: 'new' | 'open') => {
  const pack = smallPack(minutes, { applies });
  const ladder = [{ name: 'half', at: { percent: 50 }, level: 'L1', role: '', responsibility: '' }];
  return { ...pack, promises: pack.promises.map((promise) => ({ ...promise, ladder })) };
};

/** A lane's history with everything that steers it: imports that hold and let go, policies that judge anew, ticks. */
export const laneHistories: fc.Arbitrary<LogRecord[]> = fc
  .array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({
          what: fc.constant('event' as const),
          subject: fc.constantFrom(...SUBJECTS),
          type: fc.constantFrom(...TYPES),
          place: fc.integer({ min: 0, max: 12 }),
          test: fc.constantFrom(undefined, undefined, undefined, true, false),
          importid: fc.constantFrom(undefined, undefined, 'i', 'j'),
        }),
      },
      { weight: 3, arbitrary: fc.record({ what: fc.constant('tick' as const), lag: fc.integer({ min: 0, max: 20 }) }) },
      { weight: 1, arbitrary: fc.record({ what: fc.constant('release' as const), id: fc.constantFrom('i', 'j') }) },
      {
        weight: 1,
        arbitrary: fc.record({
          what: fc.constant('policy' as const),
          minutes: fc.constantFrom(20, 40, 60),
          applies: fc.constantFrom('new' as const, 'open' as const),
        }),
      },
    ),
    { minLength: 5, maxLength: 50, size: 'max' },
  )
  .map((steps) => {
    const lane = new LaneRecords();
    const records = [lane.policy(smallPack(30), T0)];
    let now = T0 + 60 * MINUTE;
    for (const step of steps) {
      now += 3 * MINUTE;
      if (step.what === 'tick') records.push(lane.tick(now - step.lag * MINUTE, now));
      else if (step.what === 'release') records.push(lane.release(step.id, now));
      else if (step.what === 'policy') records.push(lane.policy(packOf(step.minutes, step.applies), now));
      else {
        const { subject, type, place, test: isTest, importid } = step;
        const time = T0 + place * 10 * MINUTE;
        const id = `${subject} ${type} ${place} ${String(isTest)}`;
        const data = isTest === undefined ? {} : { test: isTest };
        records.push(lane.event(subject, type, time, now, { id, data, ...(importid && { importid }) }));
      }
    }
    return records;
  });
