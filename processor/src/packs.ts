/** For whoever has packs as files and needs no running Belfry: the command reads, checks and compares them. */
export { comparePacks, type PackDifference } from './domain/policy/compare-packs.ts';
export { lintPacks, type PackFile, type PackFindings } from './domain/policy/lint-packs.ts';
export { parsePack } from './domain/policy/parse-pack.ts';
export { tellProblem } from './domain/policy/problem.ts';
