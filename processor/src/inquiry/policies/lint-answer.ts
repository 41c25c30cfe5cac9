import type { LintAnswer } from '../../contract/index.ts';
import { describePromise } from '../../domain/policy/describe/describe-promise.ts';
import { parsePack } from '../../domain/policy/parse-pack.ts';

/** Everything that is wrong with a pack, or looks so, in the order of its lines; nothing is published. Pure. @param now ms UTC. */
export function lintAnswer(source: string, file: string, now: number): LintAnswer {
  const parsed = parsePack(source, file, now);
  const errors = 'problems' in parsed ? parsed.problems : [];
  const problems = [...errors, ...parsed.warnings].sort((a, b) => a.line - b.line || a.column - b.column);
  const compiled = 'compiled' in parsed ? parsed.compiled : undefined;
  return {
    pack: compiled?.pack ?? null,
    title: compiled?.title ?? null,
    publishable: errors.length === 0,
    errors: errors.length,
    warnings: parsed.warnings.length,
    problems,
    promises: (compiled?.promises ?? []).map((promise) => ({
      id: promise.id,
      title: promise.title,
      sentences: describePromise(promise).split('\n'),
    })),
  };
}
