import { composeIngest } from '@belfry/ingest/compose';
import { EVENT_TYPES, type IntakeAnswer, type IntakeError } from '@belfry/ingest/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEvent } from '../../processor/src/pipeline/decode/decode-event.ts';
import { disturbed, mutated } from '../support/arbitrary-mutations.ts';
import { fuzzRuns } from '../support/fuzz-runs.ts';
import { createMemoryLog } from '../support/memory-log.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const wallClock = { now: () => NOW, after: () => () => {} };
const PARTITIONS = 4;
const KEEPS = new Set(['partner', 'promise', 'carrier']);
const { numRuns, seed, timeoutMs } = fuzzRuns('fuzzed intake', 500);

const sound = fc
  .record({
    id: fc.integer({ min: 0, max: 1_000_000 }),
    type: fc.constantFrom(...EVENT_TYPES),
    subject: fc.constantFrom('order/1', 'order/2~p1', 'ticket/3', 'import/4', 'incident/5'),
    time: fc.constantFrom('2026-11-23T11:00:00Z', '2026-11-23T12:00:00.000+01:00', '2026-11-24T12:00:00Z'),
    importid: fc.option(fc.constantFrom('history'), { nil: undefined }),
    data: fc.constantFrom(
      { partner: 'p1', salesChannel: 'web' },
      {
        partner: 'p1',
        shipment: 's',
        carrier: 'c',
        lines: [{ sku: 'a', quantity: 2, seller: 'p1' }, { seller: 'p2' }],
      },
      { promise: { deliverBy: '2026-11-24', precision: 'date', zone: 'Europe/Prague' }, sellers: ['p1', 'p2'] },
      { category: 'tech', subcategory: 'other', priority: 'high', status: 'open', statusSince: '2026-11-23T10:00:00Z' },
      { status: 'shipped', asOf: '2026-11-23T10:00:00Z', milestones: { 'order.shipped': '2026-11-23T09:00:00Z' } },
      { who: 'mia', until: '2026-11-23T13:00:00Z', reason: 'known', public: true, assignee: 'noor', team: 'desk' },
      { score: 4, scale: 5, into: 'order/9', from: 'a', to: 'b', field: 'priority' },
    ),
  })
  .map(({ id, ...rest }) => ({ specversion: '1.0', id: `e-${id}`, source: 'fuzz', ...rest }));

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? '');
const event = fc.oneof({ weight: 2, arbitrary: sound }, { weight: 1, arbitrary: mutated(sound) });
const events = fc.array(event, { minLength: 1, maxLength: 5 });
const lines = fc
  .tuple(events, fc.constantFrom('\n', '\r\n', '\n\n', ' \n'))
  .map(([all, end]) => Buffer.concat(all.flatMap((each) => [text(each), Buffer.from(end)])));
const carried = fc.oneof(event.map(text), events.map(text), events.map(text), mutated(events).map(text), lines);
const body = fc.oneof({ weight: 3, arbitrary: carried }, { weight: 1, arbitrary: disturbed(carried) });
const header = (value: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.stringMatching(/^[!-~]{0,40}$/) });
const contentType = header(
  fc.constantFrom(
    ...['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'],
    ...['application/x-ndjson', 'application/jsonl', 'application/json; charset=utf-8', 'text/plain', ''],
    ...['application/json; charset=latin1', 'application/vnd.shop+json', 'APPLICATION/JSON', 'multipart/form-data'],
  ),
);
const odd = fc.record(
  {
    'content-type': contentType,
    'content-encoding': fc.constantFrom('identity', 'gzip', 'br'),
    'content-length': fc.constantFrom('0', '-1', '99999999999', 'x'),
  },
  { requiredKeys: ['content-type'] },
);
/** Binary mode: the attributes are headers. */
const attributes = fc.record(
  {
    'content-type': header(fc.constantFrom('application/json')),
    'ce-specversion': header(fc.constantFrom('1.0')),
    'ce-id': header(fc.constantFrom('b-1', 'b-2', '%E2%82%AC', '%zz')),
    'ce-source': header(fc.constantFrom('fuzz')),
    'ce-type': header(fc.constantFrom('order.opened', 'ticket.created')),
    'ce-subject': header(fc.constantFrom('order/1', 'ticket/1')),
    'ce-time': header(fc.constantFrom('2026-11-23T11:00:00Z', '2026-11-23')),
    'ce-data': header(fc.constantFrom('x')),
  },
  { requiredKeys: ['content-type', 'ce-specversion', 'ce-id', 'ce-source', 'ce-type'] },
);
const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 4, arbitrary: contentType.map((type) => ({ 'content-type': type })) },
  { weight: 1, arbitrary: odd.map(withoutGaps) },
  { weight: 1, arbitrary: attributes.map(withoutGaps) },
);

function withoutGaps(said: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

test(
  `whatever is posted to /events: a verdict each or a reason, and what is accepted is in the log (seed ${seed})`,
  async () => {
    const log = createMemoryLog({ wallClock });
    await log.ensure([{ name: 'events', partitions: PARTITIONS }]);
    const faults: string[] = [];
    const { app } = composeIngest({ log, wallClock, report: (line) => faults.push(line) });
    const seen = Array.from({ length: PARTITIONS }, () => 0);
    const ids = new Set<string>();
    /** What has come since the last look; whoever judges must be able to take all of it. */
    const look = (): number => {
      let more = 0;
      for (const [partition, from] of seen.entries()) {
        const records = log.records('events', partition);
        for (const record of records.slice(from)) {
          more++;
          if (record.kind !== 'event') continue;
          ids.add(String((JSON.parse(record.value.toString()) as { id: unknown }).id));
          expect(decodeEvent(record, KEEPS)).toBeDefined();
        }
        seen[partition] = records.length;
      }
      return more;
    };
    const met = { accepted: 0, refused: 0, requests: new Set<number>() };
    await fc.assert(
      fc.asyncProperty(body, headers, async (bytes, said) => {
        const response = await app.request('/events', { method: 'POST', body: new Uint8Array(bytes), headers: said });
        met.requests.add(response.status);
        expect([202, 207, 400, 413, 415, 429]).toContain(response.status);
        const answer = (await response.json()) as Partial<IntakeAnswer> & Partial<IntakeError>;
        const more = look();
        if (answer.verdicts === undefined) {
          expect(answer.error?.code).toMatch(/^[A-Z_]+$/);
          expect(answer.error?.message.length).toBeGreaterThan(10);
          expect(more).toBe(0);
          return;
        }
        const { verdicts, accepted, duplicate, refused } = answer as IntakeAnswer;
        expect(verdicts.map(({ index }) => index)).toEqual(verdicts.map((_, n) => n));
        expect(accepted! + duplicate! + refused!).toBe(verdicts.length);
        for (const verdict of verdicts) {
          if (verdict.status === 'refused') {
            met.refused++;
            expect(verdict.code).toMatch(/^[A-Z_]+$/);
            expect(verdict.message.length).toBeGreaterThan(5);
          } else {
            met.accepted++;
            for (const id of verdict.as ?? [verdict.id!]) expect(ids.has(id), `${verdict.status} ${id}`).toBe(true);
          }
        }
      }),
      { numRuns, seed },
    );
    expect(faults).toEqual([]);
    // Noise alone would show little.
    expect(met.accepted).toBeGreaterThan(numRuns / 20);
    expect(met.refused).toBeGreaterThan(numRuns / 20);
    expect([...met.requests]).toEqual(expect.arrayContaining([202, 400, 415]));
  },
  timeoutMs,
);
