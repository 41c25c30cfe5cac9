import { join } from 'node:path';
import type { BelfryEvent } from '@belfry/ingest/contract';
import { runImport } from '@belfry/ingest/import';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OnTimeCount, onTimeDelivery, promisedParts, rowsOf } from '../../support/oracles/history-orders.ts';
import { type HistoryFolder, historyFolder, MAPPINGS } from './history-files.ts';
import { recordingSink } from './recording-sink.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** On-time delivery by the events alone, up to a day of UTC: what anybody who reads them must come to. */
function onTimeOfEvents(events: readonly BelfryEvent[], asOf: string) {
  const subjects = new Map<string, { partner: string; due?: number; delivered?: number; cancelled?: number }>();
  for (const event of events) {
    const subject = subjects.get(event.subject) ?? { partner: String(event.data?.partner) };
    subjects.set(event.subject, subject);
    const at = Date.parse(event.time);
    if (event.type === 'order.created')
      subject.due = Date.parse((event.data as { promise: { deliverBy: string } }).promise.deliverBy);
    if (event.type === 'shipment.delivered') subject.delivered = at;
    if (event.type === 'order.cancelled') subject.cancelled = at;
  }
  const bySeller = new Map<string, OnTimeCount>();
  for (const { partner, due, delivered, cancelled } of subjects.values()) {
    if (due === undefined || dateOf(due) > asOf) continue;
    const kept = delivered !== undefined && delivered <= due;
    if (!kept && cancelled !== undefined && cancelled <= due) continue;
    const count = bySeller.get(partner) ?? { num: 0, den: 0 };
    bySeller.set(partner, { num: count.num + (kept ? 1 : 0), den: count.den + 1 });
  }
  return bySeller;
}

describe('import of orders', () => {
  let folder: HistoryFolder;
  beforeAll(async () => {
    folder = await historyFolder();
  });
  afterAll(() => folder.remove());

  const importOrders = (
    options: Partial<Parameters<typeof runImport>[0]> & Pick<Parameters<typeof runImport>[0], 'sink'>,
  ) =>
    runImport({
      file: folder.orders,
      mapping: join(MAPPINGS, 'orders.yaml'),
      stateDir: folder.state,
      now: () => NOW,
      ...options,
    });

  it('accounts for every row, and says what was not exact', async () => {
    const sink = recordingSink();
    const report = await importOrders({ sink });
    const rows = await rowsOf(folder.orders);
    const parts = await promisedParts(folder);
    expect(report).toMatchObject({
      rows: rows.length,
      imported: rows.length,
      refused: 0,
      duplicates: 0,
      refusedFile: null,
    });
    expect(report.byType['order.created']).toBe(parts.length);
    expect(report.byType['order.cancelled']).toBe(parts.filter((part) => part.cancelledAt !== null).length);
    expect(report.unknownPartner).toBe(parts.filter((part) => part.seller === 'unknown').length);
    expect(report.inferredTimes).toBe(sink.events.filter((event) => event.data?.timeQuality === 'inferred').length);
    expect(report.events).toBe(sink.events.length - 1);
    expect(report.joins).toMatchObject([{ rows: (await rowsOf(folder.items)).length, unmatched: 0, refused: [] }]);
    expect(new Set(sink.events.map((event) => event.id)).size).toBe(sink.events.length);
    expect(sink.events.at(-1)).toMatchObject({ type: 'import.finished', subject: `import/${report.importid}` });
  });

  it('tells on-time delivery as a count over the raw files does, seller by seller', async () => {
    const sink = recordingSink();
    const report = await importOrders({ sink });
    const parts = await promisedParts(folder);
    const days = [0.3, 0.6, 0.9, 1.2].map((share) => report.first! + share * (report.last! - report.first!));
    for (const asOf of [...days.map(dateOf), '2018-09-01']) {
      const expected = onTimeDelivery(parts, { asOf });
      expect(onTimeOfEvents(sink.events, asOf)).toEqual(expected.bySeller);
    }
    const { num, den } = onTimeDelivery(parts, { asOf: dateOf(days[2]!) }).total;
    expect(den).toBeGreaterThan(100);
    expect(num).toBeLessThan(den);
  });

  it('gives the same events the second time', async () => {
    const first = recordingSink();
    const second = recordingSink();
    const one = await importOrders({ sink: first });
    const two = await importOrders({ sink: second });
    expect(two.importid).toBe(one.importid);
    expect(second.events).toEqual(first.events);
  });

  it('goes on where the line broke, and ends with the same report', async () => {
    const whole = recordingSink();
    const expected = await importOrders({ sink: whole, stateDir: join(folder.state, 'whole') });
    const broken = recordingSink(2_500);
    await expect(importOrders({ sink: broken })).rejects.toMatchObject({ code: 'IMPORT_SINK_FAILED', retriable: true });
    const rest = recordingSink();
    const report = await importOrders({ sink: rest });
    expect(report.resumedAfter).toBeGreaterThan(0);
    expect([...broken.events, ...rest.events]).toEqual(whole.events);
    const account = ({ resumedAfter: _r, sample: _s, ...counts }: typeof report) => counts;
    expect(account(report)).toEqual(account(expected));
  });

  it('sends nothing on a dry run, and reports the same', async () => {
    const sink = recordingSink();
    const dry = await importOrders({ sink, dryRun: true });
    expect(sink.events).toEqual([]);
    const report = await importOrders({ sink });
    expect(dry).toMatchObject({
      rows: report.rows,
      events: report.events,
      byType: report.byType,
      dryRun: true,
      accepted: 0,
    });
    expect(dry.sample).toEqual(sink.events.slice(0, 5));
  });
});
