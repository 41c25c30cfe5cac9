import type { CompiledPack, CompiledPromise, LadderStep } from '../compiled.ts';
import { describeRow } from '../describe/describe-promise.ts';
import { conditionInWords, momentInWords, triggerInWords } from '../describe/in-words.ts';
import { diffRows } from './diff-rows.ts';
import { compareNamed, insteadOf, isSame, type PackChange, teamsOf } from './pack-change.ts';

/** What has changed in the promises of a pack, their rows and their ladders. */
export function* diffPromises(before: CompiledPack, after: CompiledPack): Generator<PackChange> {
  for (const promise of compareNamed(before.promises, after.promises, ({ id }) => id)) {
    if (promise.before === undefined) yield whole('added', promise.after!);
    else if (promise.after === undefined) yield whole('removed', promise.before);
    else {
      yield* diffTerms(promise.before, promise.after);
      yield* diffRows(promise.before, promise.after);
      yield* diffLadder(promise.before, promise.after);
    }
  }
}

const teamsOfPromise = (...promises: readonly CompiledPromise[]): string[] =>
  teamsOf(...promises.flatMap(({ rows }) => rows.map(({ team }) => team)));

function whole(change: 'added' | 'removed', promise: CompiledPromise): PackChange {
  const { id, title, rows } = promise;
  const what = rows.length === 1 ? describeRow(promise, rows[0]!) : `${title}, ${rows.length} rows`;
  const sentence = change === 'added' ? `New promise: ${what}` : `No longer promised: ${what}`;
  return { change, what: 'promise', name: id, promise: id, sentence, binds: teamsOfPromise(promise) };
}

/** What holds for all rows. */
function* diffTerms(before: CompiledPromise, after: CompiledPromise): Generator<PackChange> {
  const { id, title } = after;
  const binds = teamsOfPromise(before, after);
  for (const [label, inWords] of TERMS) {
    const [was, is] = [inWords(before), inWords(after)];
    if (was === is) continue;
    const sentence = `${title}: ${label} ${insteadOf(is, was)}`;
    yield { change: 'changed', what: 'promise', name: id, promise: id, sentence, binds };
  }
}

type InWords = (promise: CompiledPromise) => string;

const TERMS: readonly (readonly [label: string, inWords: InWords])[] = [
  ['is called', ({ title }) => title],
  ['is', ({ kind }) => (kind === 'internal' ? 'an objective of our own' : 'promised by contract')],
  ['is promised where', ({ appliesTo }) => (appliesTo === undefined ? 'always' : conditionInWords(appliesTo))],
  ['starts with', ({ start }) => triggerInWords(start)],
  ['is kept by', ({ stop }) => triggerInWords(stop)],
  ['is cancelled by', ({ cancel }) => triggerInWords(cancel)],
  ['is restarted by', ({ restart }) => (restart === undefined ? 'nothing' : triggerInWords(restart))],
  ['has cycles:', ({ cycles }) => (cycles === 'every-start' ? 'every start' : 'once')],
  [
    'when reopened:',
    ({ reopen }) => (reopen === undefined ? 'nothing' : `${reopen.then} on ${triggerInWords(reopen.on)}`),
  ],
  ['does not count', ({ pauses = [] }) => pauses.map(pauseInWords).join(', ') || 'never'],
  ['may be moved by', ({ movedBy }) => movedBy?.join(', ') ?? 'everybody but partner, carrier and vendor'],
  ['is called, where it never began,', ({ unstarted }) => unstarted ?? 'nothing'],
  ['has one incident for each', ({ cause = 'partner', subject }) => (cause === 'subject' ? subject : cause)],
  [
    'has the stages',
    ({ stages = [] }) => stages.map(({ name, from }) => `${name} from ${triggerInWords(from)}`).join(', ') || 'none',
  ],
  ['comes from', ({ provenance }) => provenance],
];

const pauseInWords = (pause: NonNullable<CompiledPromise['pauses']>[number]): string =>
  'while' in pause
    ? `while ${conditionInWords(pause.while)} (${pause.holder})`
    : `from ${triggerInWords(pause.from)} until ${triggerInWords(pause.until)} (${pause.holder})`;

function* diffLadder(before: CompiledPromise, after: CompiledPromise): Generator<PackChange> {
  const { id: promise, title } = after;
  const binds = teamsOfPromise(before, after);
  for (const step of compareNamed(before.ladder, after.ladder, ({ name }) => name)) {
    const told = { what: 'step', name: step.name, promise, binds } as const;
    if (step.before === undefined) {
      yield { ...told, change: 'added', sentence: `${title}: new step, ${stepInWords(step.after!)}` };
    } else if (step.after === undefined) {
      yield { ...told, change: 'removed', sentence: `${title}: no step any more ${stepInWords(step.before)}` };
    } else {
      const sentence = `${title}: step ${step.name}, ${insteadOf(stepInWords(step.after), stepInWords(step.before))}`;
      yield { ...told, change: 'changed', sentence };
    }
  }
  const order = (ladder: readonly LadderStep[], others: readonly LadderStep[]): string[] =>
    ladder.map(({ name }) => name).filter((name) => others.some((other) => other.name === name));
  if (isSame(order(before.ladder, after.ladder), order(after.ladder, before.ladder))) return;
  const sentence = `${title}: the steps of the ladder stand in another order`;
  yield { change: 'changed', what: 'promise', name: promise, promise, sentence, binds };
}

function stepInWords({ at, level, role, responsibility, tell }: LadderStep): string {
  const told = tell === undefined ? '' : ` (told: ${tell.join(', ')})`;
  return `${momentInWords(at)} to ${level}, ${role}${told}: ${responsibility}`;
}
