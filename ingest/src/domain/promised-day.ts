import { DateTime, IANAZone } from 'luxon';
import type { BelfryEvent, Refusal } from '../contract/index.ts';

/** Where an event tells a promise. */
const PROMISED = ['promise'];
const CHANGED = ['from', 'to'];
const DAY = /^\d{4}-\d\d-\d\d$/;
const DATES = ['shipBy', 'deliverBy'] as const;

/**
 * A promised day counts to its end in the promise's zone (events.md). It is turned into that instant before it goes into
 * the log: what a zone's days are must be part of the log, not of the machine that reads it. A day without a zone ends
 * in UTC. Events that tell no day are answered as they are.
 */
export function withPromisedInstants(event: BelfryEvent): { event: BelfryEvent } | { refusal: Refusal } {
  const { data } = event;
  if (data === undefined) return { event };
  const places = event.type === 'order.promise-changed' ? CHANGED : PROMISED;
  const mended: Record<string, unknown> = {};
  for (const place of places) {
    const promise = data[place];
    if (!isObject(promise) || !DATES.some((date) => isDay(promise[date]))) continue;
    const told = instants(promise, `data.${place}`);
    if ('refusal' in told) return told;
    mended[place] = told.promise;
  }
  return { event: Object.keys(mended).length === 0 ? event : { ...event, data: { ...data, ...mended } } };
}

function instants(
  promise: Readonly<Record<string, unknown>>,
  path: string,
): { promise: Record<string, unknown> } | { refusal: Refusal } {
  const zone = promise.zone ?? 'UTC';
  if (typeof zone !== 'string' || !IANAZone.isValidZone(zone)) {
    const message = `is ${JSON.stringify(zone)}, no zone that is known: write an IANA zone, for instance Europe/Prague`;
    return { refusal: { code: 'WRONG_VALUE', path: `${path}.zone`, message } };
  }
  const told: Record<string, unknown> = { ...promise, precision: 'date', zone };
  for (const date of DATES) {
    const day = promise[date];
    if (!isDay(day)) continue;
    const end = DateTime.fromISO(day, { zone }).endOf('day');
    if (!end.isValid) {
      const message = `is ${JSON.stringify(day)}, which is no day: write one of the calendar, for instance 2026-11-23`;
      return { refusal: { code: 'WRONG_VALUE', path: `${path}.${date}`, message } };
    }
    told[date] = end.toUTC().toISO();
  }
  return { promise: told };
}

const isDay = (value: unknown): value is string => typeof value === 'string' && DAY.test(value);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
