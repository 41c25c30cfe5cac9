import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { BelfryEvent } from '../contract/index.ts';
import { checkEvent } from '../contract/schema.ts';
import { type HistoryOptions, simulateHistory, simulateTraffic } from './history.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TO = Date.parse('2026-11-23T12:00:00Z');
const OPTIONS: HistoryOptions = { seed: 'wall', from: TO - 30 * DAY, to: TO, orders: 3_000, tickets: 400 };

const hashOf = (events: Iterable<BelfryEvent>): string => {
  const hash = createHash('sha256');
  for (const event of events) hash.update(`${JSON.stringify(event)}\n`);
  return hash.digest('hex');
};

const bySubject = (events: Iterable<BelfryEvent>): Map<string, Map<string, BelfryEvent>> => {
  const subjects = new Map<string, Map<string, BelfryEvent>>();
  for (const event of events) {
    const of = subjects.get(event.subject) ?? new Map<string, BelfryEvent>();
    subjects.set(event.subject, of.set(event.type, event));
  }
  return subjects;
};

const at = (event: BelfryEvent | undefined): number | undefined => (event ? Date.parse(event.time) : undefined);

describe('a simulated history', () => {
  it('is the same bytes for the same seed, and others for another', () => {
    const one = hashOf(simulateHistory(OPTIONS));
    expect(hashOf(simulateHistory(OPTIONS))).toBe(one);
    expect(hashOf(simulateHistory({ ...OPTIONS, seed: 'other' }))).not.toBe(one);
  });

  it('is in the order of time, ends in time, and every event is one that intake takes', () => {
    let last = OPTIONS.from;
    const ids = new Set<string>();
    for (const event of simulateHistory({ ...OPTIONS, importid: 'demo' })) {
      const time = Date.parse(event.time);
      expect(time).toBeGreaterThanOrEqual(last);
      last = time;
      ids.add(event.id);
      const check = checkEvent(event);
      if ('refusals' in check) expect.fail(`${JSON.stringify(event)}: ${JSON.stringify(check.refusals)}`);
    }
    expect(last).toBeLessThanOrEqual(TO);
    expect(ids.size).toBe([...simulateHistory(OPTIONS)].length);
  });

  it('has the orders and tickets that were asked for', () => {
    const subjects = [...bySubject(simulateHistory(OPTIONS)).keys()];
    expect(new Set(subjects.filter((one) => one.startsWith('order/')).map((one) => one.split('~')[0])).size).toBe(
      3_000,
    );
    expect(subjects.filter((one) => one.startsWith('ticket/')).length).toBe(400);
  });

  it('breaks promises like a real one', () => {
    const counts = { due: 0, onTime: 0, shipped: 0, tracked: 0, lateShipped: 0, cancelled: 0 };
    for (const of of bySubject(simulateHistory(OPTIONS)).values()) {
      const created = of.get('order.created');
      if (!created) continue;
      const promise = created.data?.promise as { deliverBy: string };
      const delivered = at(of.get('shipment.delivered'));
      const opened = at(of.get('order.opened'));
      const shipped = at(of.get('order.shipped'));
      if (of.has('order.cancelled')) counts.cancelled++;
      else if (Date.parse(promise.deliverBy) < TO) {
        counts.due++;
        if (delivered !== undefined && delivered <= Date.parse(promise.deliverBy)) counts.onTime++;
      }
      if (shipped !== undefined && opened !== undefined) {
        counts.shipped++;
        if (shipped - opened > 96 * HOUR) counts.lateShipped++;
        if (of.has('shipment.tracking-set')) counts.tracked++;
      }
    }
    expect(counts.onTime / counts.due).toBeGreaterThan(0.88);
    expect(counts.onTime / counts.due).toBeLessThan(0.98);
    expect(counts.tracked / counts.shipped).toBeGreaterThan(0.9);
    expect(counts.tracked / counts.shipped).toBeLessThan(0.99);
    expect(counts.lateShipped).toBeGreaterThan(20);
    expect(counts.cancelled).toBeGreaterThan(40);
  });

  it('leaves nothing broken at its end, and nothing about to break', () => {
    for (const [subject, of] of bySubject(simulateHistory(OPTIONS))) {
      const opened = at(of.get('order.opened'));
      if (opened !== undefined && !of.has('order.shipped') && !of.has('order.cancelled'))
        expect(TO - opened, subject).toBeLessThan(16 * HOUR);
      const promise = of.get('order.created')?.data?.promise as { deliverBy: string } | undefined;
      if (promise && !of.has('shipment.delivered') && !of.has('order.cancelled'))
        expect(Date.parse(promise.deliverBy), subject).toBeGreaterThan(TO);
      const kind = of.get('ticket.created')?.data?.subcategory;
      // The shortest promises of the OTO matrix, in hours.
      const hours = (
        { 'delay-in-pick-up': 2, 'courier-issue': 2, 'warehouse-edit': 3, invoicing: 4 } as Record<string, number>
      )[String(kind)];
      if (hours !== undefined && !of.has('ticket.resolved'))
        expect(TO - at(of.get('ticket.created'))!, subject).toBeLessThan(0.61 * hours * HOUR);
    }
  });

  it('goes on after its end as if it had never been cut', () => {
    const cut = TO + 2 * DAY;
    const later = [...simulateHistory({ ...OPTIONS, to: TO })].map((event) => event.id);
    const traffic: string[] = [];
    for (const { at: time, event } of simulateTraffic(OPTIONS)) {
      if (time > cut) break;
      expect(time).toBeGreaterThan(TO);
      traffic.push(event.id);
    }
    expect(traffic.length).toBeGreaterThan(500);
    expect(new Set([...later, ...traffic]).size).toBe(later.length + traffic.length);
    // Whoever was away takes up the same stream where it left it.
    const since = TO + DAY;
    const rest: string[] = [];
    for (const { at: time, event } of simulateTraffic(OPTIONS, since)) {
      if (time > cut) break;
      rest.push(event.id);
    }
    expect(rest).toEqual(traffic.slice(traffic.length - rest.length));
  });
});
