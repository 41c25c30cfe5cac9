import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryLog } from '../../../../test/support/memory-log.ts';
import { composeIngest } from '../../compose.ts';
import { EVENT_TYPES, type IntakeAnswer, type IntakeError } from '../../contract/index.ts';

const wallClock = { now: () => Date.parse('2026-11-23T12:00:00Z'), after: () => () => {} };

async function started() {
  const log = createMemoryLog({ wallClock });
  await log.ensure([{ name: 'events', partitions: 4 }]);
  const faults: string[] = [];
  const { app } = composeIngest({ log, wallClock, report: (line) => faults.push(line) });
  const stored = () => [0, 1, 2, 3].flatMap((partition) => log.records('events', partition)).length;
  return { app, faults, stored };
}

const good = {
  specversion: '1.0',
  id: '1',
  source: 's',
  type: 'order.opened',
  subject: 'order/1',
  time: '2026-11-23T11:00:00Z',
};
/** Events that are nearly right: every field now and then something else. */
const anyEvent = fc
  .record(
    {
      id: fc.oneof(fc.constantFrom('1', '2', ''), fc.string(), fc.jsonValue()),
      type: fc.oneof(fc.constantFrom(...EVENT_TYPES), fc.string(), fc.jsonValue()),
      subject: fc.oneof(fc.constantFrom('order/1', 'ticket/2', 'import/3', 'order/'), fc.jsonValue()),
      time: fc.oneof(fc.constantFrom('2026-11-23', '2027-01-01T00:00:00+01:00'), fc.jsonValue()),
      data: fc.oneof(fc.jsonValue(), fc.object({ maxDepth: 6 })),
    },
    { requiredKeys: [] },
  )
  .map((more) => ({ ...good, ...more }));
const anyBatch = fc.array(fc.oneof(anyEvent, fc.jsonValue()), { maxLength: 6 });
const CONTENT = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/x-ndjson',
  'text/plain',
];

describe('POST /events, whatever is sent', () => {
  it('gives each event of any batch a verdict, and the log exactly what it calls accepted', async () => {
    const { app, faults, stored } = await started();
    await fc.assert(
      fc.asyncProperty(anyBatch, fc.boolean(), async (batch, asLines) => {
        const body = asLines ? batch.map((event) => JSON.stringify(event)).join('\n') : JSON.stringify(batch);
        const before = stored();
        const response = await app.request('/events', {
          method: 'POST',
          body,
          headers: { 'content-type': asLines ? 'application/x-ndjson' : 'application/json' },
        });
        const answer = (await response.json()) as IntakeAnswer;
        expect(answer.verdicts.map(({ index }) => index)).toEqual(batch.map((_, index) => index));
        expect(answer.accepted + answer.duplicate + answer.refused).toBe(batch.length);
        const refused = answer.verdicts.filter((verdict) => verdict.status === 'refused');
        for (const { code, message } of refused) expect([typeof code, message !== '']).toEqual(['string', true]);
        const status = refused.length === 0 ? 202 : refused.length < batch.length ? 207 : 400;
        expect(response.status).toBe(status);
        if (answer.accepted === 0 && answer.duplicate === 0) expect(stored()).toBe(before);
        else expect(stored() - before).toBeGreaterThanOrEqual(answer.accepted);
      }),
      { numRuns: 300 },
    );
    expect(faults).toEqual([]);
  });

  it('answers noise of any content type with a reason', async () => {
    const { app, faults } = await started();
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      anyBatch.map((batch) => JSON.stringify(batch).slice(0, -3)).map((text) => Buffer.from(text)),
      fc
        .constantFrom('[', '{"a":', '[[[[[[', '\ufeff[]', 'null', '"\\ud800"', '[{}]x')
        .map((text) => Buffer.from(text)),
    );
    const header = fc.stringMatching(/^[!-~]{0,20}$/);
    const binary = fc.dictionary(fc.constantFrom('ce-id', 'ce-type', 'ce-subject', 'ce-time', 'ce-data'), header);
    await fc.assert(
      fc.asyncProperty(noise, fc.constantFrom(...CONTENT), binary, async (body, type, attributes) => {
        const headers = { 'content-type': type, ...attributes };
        const response = await app.request('/events', { method: 'POST', body, headers });
        const answer = (await response.json()) as Partial<IntakeAnswer & IntakeError>;
        expect([202, 207, 400, 413, 415]).toContain(response.status);
        expect(answer.verdicts ?? answer.error?.message).toBeTruthy();
      }),
      { numRuns: 300 },
    );
    expect(faults).toEqual([]);
  });
});
