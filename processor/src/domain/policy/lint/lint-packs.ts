import type { CompiledPack } from '../compiled.ts';
import { parsePack } from '../parse-pack.ts';
import { readDocument } from '../problem.ts';
import type { Finding } from './finding.ts';

export interface PackFile {
  /** Its name, for messages. */
  readonly name: string;
  readonly yaml: string;
}

export interface LintReport {
  /** In the order of the files, and of the lines of each. */
  readonly findings: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
}

/**
 * Lints several packs at once: each by itself, and whether they get into each other's way.
 * @param now ms UTC, as if they were published then.
 */
export function lintPacks(files: readonly PackFile[], now: number): LintReport {
  const findings: Finding[] = [];
  const read: { readonly file: PackFile; readonly compiled: CompiledPack }[] = [];
  for (const file of files) {
    const parsed = parsePack(file.yaml, file.name, now);
    if ('problems' in parsed) findings.push(...parsed.problems);
    else {
      const other = read.find(({ compiled }) => haveSameDate(compiled, parsed.compiled));
      if (other !== undefined) findings.push(sameEffective(file, parsed.compiled, other.file));
      read.push({ file, compiled: parsed.compiled });
    }
    findings.push(...parsed.warnings);
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { findings, errors, warnings: findings.length - errors };
}

const haveSameDate = (a: CompiledPack, b: CompiledPack): boolean => a.pack === b.pack && a.effective === b.effective;

/** Of two versions from the same date on only the one that is published last rules; which one that is nobody has said. */
function sameEffective(file: PackFile, { pack, effective }: CompiledPack, other: PackFile): Finding {
  const date = new Date(effective).toISOString().replace('T00:00:00.000Z', '');
  const message = `"${pack}" is effective from ${date} in ${other.name} too: only one of them can rule.`;
  const problem = readDocument(file.yaml, file.name).problem(['effective'], message, 'another date, or one file');
  return { ...problem, severity: 'error', code: 'same-effective' };
}
