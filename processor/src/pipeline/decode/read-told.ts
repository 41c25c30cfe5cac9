import type { Heard } from '../../contract/heard.ts';
import { type Beat, decodeBeat, decodeHeard, decodeRoutes, decodeSaid, decodeSignal } from '../../contract/index.ts';
import type { RoutesRecord } from '../../contract/routing.ts';
import type { Said } from '../../contract/said.ts';
import type { Signal } from '../../contract/signal.ts';

/**
 * The records of the log `signals` as the third fold reads them. Only Belfry writes them, so that they are looked at no closer
 * than is needed to touch nothing before it is known what they are. Each throws what is wrong, in words.
 */

export function readSignal(value: Buffer): Signal {
  const signal = decodeSignal(value) as Partial<Signal> | null;
  const isWhole =
    typeof signal?.id === 'string' &&
    typeof signal.kind === 'string' &&
    Number.isInteger(signal.lane) &&
    Number.isInteger(signal.offset) &&
    ['promise', 'kpi', 'about'].some((field) => typeof (signal as Record<string, unknown>)[field] === 'string');
  if (!isWhole) throw new Error('it is no signal');
  return signal as Signal;
}

export function readSaid(value: Buffer): Said {
  const said = decodeSaid(value) as Partial<Said> | null;
  const { type, subject, time } = said?.event ?? {};
  const isWhole = [type, subject, time].every((field) => typeof field === 'string');
  if (!isWhole || !Number.isInteger(said!.lane) || !Number.isInteger(said!.offset)) {
    throw new Error('nobody said it');
  }
  return said as Said;
}

export function readBeat(value: Buffer): Beat {
  const beat = decodeBeat(value) as Partial<Beat> | null;
  if (!Number.isInteger(beat?.lane) || !Number.isFinite(beat?.at)) throw new Error('it is no beat');
  return beat as Beat;
}

export function readHeard(value: Buffer): Heard {
  const heard = decodeHeard(value) as Partial<Heard> | null;
  const isWhole =
    typeof heard?.source === 'string' &&
    [heard.lane, heard.offset].every(Number.isInteger) &&
    [heard.at, heard.factor].every(Number.isFinite) &&
    (heard.least === null || Number.isFinite(heard.least)) &&
    Array.isArray(heard.partners);
  if (!isWhole) throw new Error('it names no source');
  return heard as Heard;
}

export function readRoutes(value: Buffer): RoutesRecord {
  const record = decodeRoutes(value) as Partial<RoutesRecord> | null;
  const { hooks, routes } = record?.routing ?? {};
  if (typeof record?.hash !== 'string' || !Array.isArray(hooks) || !Array.isArray(routes)) {
    throw new Error('it has no hooks and routes');
  }
  return record as RoutesRecord;
}
