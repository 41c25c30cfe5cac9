import type { CompiledPromise, TargetRow } from '../compiled.ts';
import { conditionInWords, momentInWords, rowInWords, targetInWords, triggerInWords } from './in-words.ts';

/** What is done when a promise is kept, by the first event that keeps it. */
const DEEDS: Readonly<Record<string, string>> = {
  'ticket.resolved': 'resolve',
  'ticket.closed': 'close',
  'ticket.message': 'answer',
  'ticket.assigned': 'assign',
  'order.accepted': 'accept',
  'order.shipping': 'ship',
  'order.shipped': 'ship',
  'order.delivered': 'deliver',
  'shipment.delivered': 'deliver',
  'shipment.picked-up': 'pick up',
};

/** A row as a sentence: `Warehouse edit: resolve in 3 h, round the clock, L2`. */
export function describeRow(promise: CompiledPromise, row: TargetRow): string {
  const { target, starts, team } = row;
  // A promise with one row is called by its own title.
  const what = promise.rows.length === 1 ? promise.title : rowInWords(row);
  const deed = DEEDS[promise.stop.on[0] ?? ''];
  const due = target.kind !== 'none' && target.kind !== 'not-set';
  const parts = [due && deed !== undefined ? `${deed} ${targetInWords(target)}` : targetInWords(target)];
  if (starts !== undefined) parts.push(`if it begins ${starts.within ? 'during' : 'outside'} ${starts.calendar}`);
  if (team !== '') parts.push(team);
  return `${what}: ${parts.join(', ')}`;
}

/** A promise in plain sentences, one a line: its rows, then what holds for all of them. */
export function describePromise(promise: CompiledPromise): string {
  const { appliesTo, pauses = [], reopen, ladder, kind, cycles, cause } = promise;
  const lines = promise.rows.map((row) => describeRow(promise, row));
  if (appliesTo !== undefined) lines.push(`Promised where ${conditionInWords(appliesTo)}`);
  if (cycles === 'every-start') lines.push('Each start opens a new cycle if none runs');
  for (const pause of pauses) {
    const when =
      'while' in pause
        ? `while ${conditionInWords(pause.while)}`
        : `from ${triggerInWords(pause.from)} until ${triggerInWords(pause.until)}`;
    lines.push(`Does not count ${when}; ${pause.holder} holds it then`);
  }
  if (reopen !== undefined) {
    lines.push(reopen.then === 'continue' ? 'Reopened, it goes on' : 'Reopened, it begins a new cycle');
  }
  for (const { at, role, responsibility } of ladder)
    lines.push(`${capital(momentInWords(at))}: ${role}. ${responsibility}`);
  if (cause !== undefined)
    lines.push(`Breaches of one ${cause === 'subject' ? promise.subject : cause} are one incident`);
  lines.push(kind === 'internal' ? 'An objective of our own' : 'Promised by contract');
  return lines.join('\n');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
