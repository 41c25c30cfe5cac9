import type { LogRecord } from '@belfry/ingest/log';
import type { Delivery } from '../contract/delivery.ts';
import { decodeSignal, type Signal } from '../contract/signal.ts';
import { chainOf, hookBody } from './deliverable.ts';
import type { Tries } from './hook-progress.ts';
import type { Answer, Verdict } from './retry.ts';

/** A signal that a hook has read and not settled. */
export interface WaitingSignal {
  readonly id: string;
  readonly offset: number;
  /** Signals of one chain go one after the other. */
  readonly chain: string;
  readonly body: string;
  attempt: number;
  /** When it was tried first, ms UTC. */
  first: number | null;
  /** Its last outcome has been handed to the log. */
  settling: boolean;
}

/** @returns null when the signal is not for hooks, and the error when the record is no signal. */
export function waitingSignal(record: LogRecord, tries: Tries | undefined): WaitingSignal | null | Error {
  const json = record.value.toString('utf8');
  try {
    const signal: Signal = decodeSignal(record.value);
    // History is listed; nobody is rung by it.
    if (signal.quiet) return null;
    return {
      id: signal.id,
      offset: record.offset,
      chain: chainOf(signal),
      body: hookBody(signal, json),
      attempt: tries?.attempt ?? 0,
      first: tries?.first ?? null,
      settling: false,
    };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The record of an attempt. */
export function deliveryOf(
  hook: string,
  urlHash: string,
  waiting: WaitingSignal,
  answer: Answer,
  verdict: Verdict,
  at: number,
): Delivery {
  return {
    hook,
    signal: waiting.id,
    offset: waiting.offset,
    attempt: waiting.attempt,
    outcome: verdict.kind,
    status: answer.kind === 'answered' ? answer.status : null,
    error: errorOf(answer),
    at,
    first: waiting.first ?? at,
    nextRetry: verdict.kind === 'retrying' ? verdict.nextRetry : null,
    ...(verdict.kind === 'disabled' ? { urlHash } : {}),
  };
}

function errorOf(answer: Answer): string {
  switch (answer.kind) {
    case 'timeout':
      return 'no answer in time';
    case 'unreachable':
      return answer.reason;
    case 'answered':
      if (answer.status < 300) return '';
      return answer.status < 400 ? 'a redirect, which hooks do not follow' : `answered ${answer.status}`;
  }
}
