import type { CompiledKpi, KpiPopulation } from '../compiled-kpi.ts';
import { nearest } from '../nearest.ts';
import type { Path, Report } from '../problem.ts';
import type { KpiEntry } from '../schema/kpi-entry.ts';
import { readCondition } from './read-condition.ts';
import { asList, readHappening } from './read-happening.ts';
import { readTypes } from './read-trigger.ts';

type Subject = CompiledKpi['subject'];

/** What a KPI may name of its pack. */
export interface KpiNames {
  readonly pack: string;
  /** The promises that the author has stated, whether or not they could be read. */
  readonly promises: readonly string[];
  /** To whom they are made, where that could be read, by name. */
  readonly subjects: ReadonlyMap<string, Subject>;
}

/** Reads whom a KPI looks at, and whether those are orders or tickets. */
export function readPopulation(
  entry: KpiEntry,
  names: KpiNames,
  path: Path,
  report: Report,
): { readonly subject: Subject; readonly population: KpiPopulation } {
  const told = populationOf(entry, path, report);
  const when = entry.when && readCondition(entry.when, [...path, 'when'], report);
  if ('promise' in told) {
    const { promise } = told;
    if (!names.promises.includes(promise)) unknownPromise(promise, names.promises, told.path, report);
    const of = names.subjects.get(promise);
    if (of !== undefined && entry.subject !== undefined && entry.subject !== of) {
      report([...path, 'subject'], `The promise "${promise}" is made to another subject.`, `\`${of}\``);
    }
    const population = { kind: 'promise', promise: `${names.pack}/${promise}`, ...(when && { when }) } as const;
    return { subject: of ?? entry.subject ?? 'order', population };
  }
  const subject = entry.subject ?? 'order';
  const reached =
    'happened' in told
      ? readHappening(told, subject, told.path, report)
      : { on: asList(readTypes(told.types, subject, told.path, report)) };
  return { subject, population: { kind: 'reached', reached, ...(when && { when }) } };
}

type Types = string | readonly string[];
type Told = { readonly path: Path } & (
  | { readonly promise: string }
  | { readonly types: Types }
  | { readonly happened: Types; readonly where?: Readonly<Record<string, unknown>> }
);

const FORMS =
  'an event type such as `order.opened`, a list of them, `{ happened: ..., where: ... }`, or `{ promise: <a promise of this pack> }`';

/** `of`, or what `counts` said of it before there was an `of`. */
function populationOf({ of, counts }: KpiEntry, path: Path, report: Report): Told {
  const earlier = typeof counts === 'object' && ('promise' in counts || 'tracked-of' in counts) ? counts : undefined;
  if (of === undefined) {
    if (earlier === undefined) {
      report([...path, 'of'], '`of` is missing.', FORMS);
      return { path: [...path, 'of'], types: 'order.created' };
    }
    return 'promise' in earlier
      ? { path: [...path, 'counts', 'promise'], promise: earlier.promise }
      : { path: [...path, 'counts', 'tracked-of'], types: earlier['tracked-of'] };
  }
  if (earlier !== undefined) {
    const [key, instead] = 'promise' in earlier ? ['promise', '`kept`'] : ['tracked-of', '`tracked`'];
    report([...path, 'counts', key], '`of` says already whom this KPI looks at.', instead);
  }
  if (typeof of === 'string' || Array.isArray(of)) return { path: [...path, 'of'], types: of as Types };
  if ('promise' in of) return { path: [...path, 'of', 'promise'], promise: of.promise };
  return { path: [...path, 'of'], ...(of as { readonly happened: Types }) };
}

function unknownPromise(promise: string, promises: readonly string[], path: Path, report: Report): void {
  const meant = nearest(promise, promises) ?? promises[0];
  report(
    path,
    `This pack has no promise "${promise}".`,
    meant === undefined ? 'a promise of that name under `promises`' : `\`${meant}\``,
  );
}
