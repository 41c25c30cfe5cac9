import type { SourceRule } from '../../source/silence-rule.ts';
import type { CompiledPack } from '../compiled.ts';
import { durationInWords } from '../describe/in-words.ts';
import { compareNamed, type PackChange } from './pack-change.ts';

/** When sources count as silent. */
export function* diffSources(before: CompiledPack, after: CompiledPack): Generator<PackChange> {
  const pairs = compareNamed(before.sources ?? [], after.sources ?? [], ({ source }) => source);
  for (const { name, ...rule } of pairs) {
    const change = rule.before === undefined ? 'added' : rule.after === undefined ? 'removed' : 'changed';
    const sentence =
      rule.after === undefined ? `The source ${name} is silent when any other is` : `${name} ${inWords(rule.after)}`;
    yield { change, what: 'source', name, binds: [], sentence };
  }
}

const inWords = ({ least, factor }: SourceRule): string =>
  least === null
    ? 'is never called silent'
    : `is silent after ${factor} times its usual gap, ${durationInWords(least)} at least`;
