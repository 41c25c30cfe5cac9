/** For whoever has packs as files and needs no running Belfry: the command reads, checks and compares them. */
export { diffPacks } from './domain/policy/diff/diff-packs.ts';
export type { PackChange } from './domain/policy/diff/pack-change.ts';
export { type LintReport, lintPacks } from './domain/policy/lint/lint-packs.ts';
export { parsePack } from './domain/policy/parse-pack.ts';
export { tellProblem } from './domain/policy/problem.ts';
