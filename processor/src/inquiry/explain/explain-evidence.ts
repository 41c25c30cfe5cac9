import type { ClockSignal, Evidence } from '../../contract/index.ts';
import type { Subject } from '../../domain/clock/subject.ts';
import type { Cause, Step } from './judge-again.ts';

/** What was told of a subject and what came of it, in the order in which the log took it. */
export function explainEvidence(
  steps: readonly Step[],
  subject: Subject | undefined,
  signals: readonly ClockSignal[],
): Evidence[] {
  return steps.map((step) => ({
    ...tellingOf(step.cause),
    ...fateOf(step, subject),
    offset: step.cause.offset,
    told: step.cause.appendTime,
    isOutOfOrder: step.isOutOfOrder,
    effects: step.effects,
    said: signals.filter(({ offset }) => offset === step.cause.offset).map(({ id }) => id),
  }));
}

/** What was held is judged once its import is released, or finds no place in the calendar then. */
function fateOf({ fate, reason, cause }: Step, subject: Subject | undefined): Pick<Evidence, 'fate' | 'reason'> {
  if (fate !== 'held' || subject === undefined) return { fate, reason };
  const { offset } = cause;
  if (subject.held.some(({ fact }) => fact.offset === offset)) return { fate, reason };
  if (subject.facts.some((fact) => fact.offset === offset)) return { fate: 'judged', reason: RELEASED };
  return { fate: 'quarantined', reason: 'no calendar reached so far when its import was released' };
}

const RELEASED = 'held until its import was released';

type Telling = Pick<Evidence, 'kind' | 'happened' | 'id' | 'source' | 'name' | 'data' | 'importid'>;

const NO_EVENT = { happened: null, id: '', source: '', data: {}, importid: null } as const;

function tellingOf(cause: Cause): Telling {
  switch (cause.kind) {
    case 'event':
      return eventTold(cause.value);
    case 'policy':
      return { kind: 'policy', ...NO_EVENT, name: `${cause.record.compiled.pack} version ${cause.number}` };
    case 'release':
      return { kind: 'release', ...NO_EVENT, name: cause.importid };
  }
}

/** All that the bytes tell: the archive holds also what could not be judged. */
function eventTold(value: Buffer): Telling {
  let event: unknown;
  try {
    event = JSON.parse(value.toString('utf8'));
  } catch {
    event = undefined;
  }
  const { id, source, type, time, data, importid } = (
    typeof event === 'object' && event !== null ? event : {}
  ) as Record<string, unknown>;
  const happened = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return {
    kind: 'event',
    happened: Number.isNaN(happened) ? null : happened,
    id: text(id),
    source: text(source),
    name: text(type),
    data: typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Telling['data']) : {},
    importid: typeof importid === 'string' ? importid : null,
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
