import type { CompiledPromise, TargetRow } from '../compiled.ts';
import { describeRow } from '../describe/describe-promise.ts';
import { conditionInWords, rowInWords, targetInWords } from '../describe/in-words.ts';
import { compareNamed, insteadOf, isSame, type PackChange, teamsOf } from './pack-change.ts';

/** What has changed in the rows of a promise. */
export function* diffRows(before: CompiledPromise, after: CompiledPromise): Generator<PackChange> {
  const promise = after.id;
  for (const row of compareNamed(before.rows, after.rows, ({ name }) => name)) {
    const binds = teamsOf(row.before?.team ?? '', row.after?.team ?? '');
    const told = { what: 'row', name: row.name, promise, binds } as const;
    if (row.before === undefined) {
      yield { ...told, change: 'added', sentence: `New: ${describeRow(after, row.after!)}` };
    } else if (row.after === undefined) {
      yield { ...told, change: 'removed', sentence: `No longer promised: ${describeRow(before, row.before)}` };
    } else {
      for (const what of changesOf(row.before, row.after)) {
        yield { ...told, change: 'changed', sentence: `${rowInWords(row.after)}: ${what}` };
      }
    }
  }
  const common = (rows: readonly TargetRow[], others: readonly TargetRow[]): string[] =>
    rows.map(({ name }) => name).filter((name) => others.some((other) => other.name === name));
  if (isSame(common(before.rows, after.rows), common(after.rows, before.rows))) return;
  const sentence = `${after.title}: the rows stand in another order, and the first that fits rules`;
  yield {
    change: 'changed',
    what: 'promise',
    name: promise,
    promise,
    sentence,
    binds: teamsOf(...after.rows.map((row) => row.team)),
  };
}

function* changesOf(before: TargetRow, after: TargetRow): Generator<string> {
  if (!isSame(before.target, after.target)) {
    yield insteadOf(targetInWords(after.target), targetInWords(before.target));
  }
  if (!isSame(before.when, after.when)) yield `for ${insteadOf(whenOf(after), whenOf(before))}`;
  if (!isSame(before.starts, after.starts)) yield `if it begins ${insteadOf(startsOf(after), startsOf(before))}`;
  if (before.team !== after.team) yield `team ${insteadOf(after.team || 'nobody', before.team || 'nobody')}`;
  if (before.urgent !== after.urgent) yield after.urgent ? 'urgent now' : 'no longer urgent';
  for (const key of ['action', 'penalty', 'consequence', 'provenance'] as const) {
    if (before[key] !== after[key]) yield `${key}: ${after[key] || 'none'}`;
  }
}

const whenOf = ({ when }: TargetRow): string => (when === undefined ? 'everything' : conditionInWords(when));

const startsOf = ({ starts }: TargetRow): string =>
  starts === undefined ? 'at any time' : `${starts.within ? 'during' : 'outside'} ${starts.calendar}`;
