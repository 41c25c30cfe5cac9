import { createHash } from 'node:crypto';
import type { LogRecord, NewRecord } from '@belfry/ingest/log';

/** A record that says its number and can be told from a torn one; between 30 and about 430 bytes. */
export function numbered(number: number, partition = 0): NewRecord {
  const body = `${partition}/${number}/${'x'.repeat((number * 37) % 400)}`;
  return { key: `order-${number}`, kind: 'event', value: Buffer.from(`${body}#${digest(body)}`) };
}

/** @throws Error if the record is not whole. */
export function numberOf(record: LogRecord): number {
  const [body, check] = record.value.toString().split('#');
  if (body === undefined || digest(body) !== check) throw new Error(`record ${record.offset} is torn: ${record.value}`);
  const number = Number(body.split('/')[1]);
  if (record.key !== `order-${number}`)
    throw new Error(`record ${record.offset} has the key of another: ${record.key}`);
  return number;
}

export const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

const digest = (text: string): string => createHash('sha1').update(text).digest('hex').slice(0, 12);
