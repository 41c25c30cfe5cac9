import { type DeltaMessage, type DeltaTuple, decodeDeltas } from '../../contract/kpi.ts';

/** The message, or what is wrong with it. */
export function readDeltas(value: Buffer): DeltaMessage | string {
  let message: DeltaMessage;
  try {
    message = decodeDeltas(value);
  } catch (error) {
    return `not JSON: ${String(error)}`;
  }
  if (typeof message?.partner !== 'string' || !Number.isInteger(message.lane) || !Array.isArray(message.deltas)) {
    return 'expected {partner, lane, deltas}';
  }
  const bad = message.deltas.findIndex((delta) => !isDelta(delta));
  return bad === -1
    ? message
    : `deltas[${bad}] is not [offset, subject, kpi, market, carrier, channel, bucket, num, den, quiet]`;
}

const isDelta = (delta: DeltaTuple): boolean =>
  Array.isArray(delta) &&
  delta.length === 10 &&
  Number.isSafeInteger(delta[0]) &&
  typeof delta[1] === 'string' &&
  typeof delta[2] === 'string' &&
  typeof delta[3] === 'string' &&
  typeof delta[4] === 'string' &&
  typeof delta[5] === 'string' &&
  isInt32(delta[6]) &&
  isInt32(delta[7]) &&
  isInt32(delta[8]);

/** As the tables hold them. */
const isInt32 = (value: number): boolean => value === (value | 0);
