import type { CompiledPack } from '../compiled.ts';
import { diffCalendars } from './diff-calendars.ts';
import { diffKpis } from './diff-kpis.ts';
import { diffPromises } from './diff-promises.ts';
import { diffSources } from './diff-sources.ts';
import { compareNamed, insteadOf, type PackChange } from './pack-change.ts';

/** What is different in the second version of a pack, each with a sentence for those whom it binds. */
export function diffPacks(before: CompiledPack, after: CompiledPack): PackChange[] {
  return [
    ...diffHead(before, after),
    ...diffFields(before, after),
    ...diffPromises(before, after),
    ...diffCalendars(before, after),
    ...diffKpis(before, after),
    ...diffPartners(before, after),
    ...diffSources(before, after),
  ];
}

function* diffHead(before: CompiledPack, after: CompiledPack): Generator<PackChange> {
  const told = { change: 'changed', what: 'pack', name: after.pack, binds: [] } as const;
  if (before.effective !== after.effective) {
    yield { ...told, sentence: `Rules clocks that start from ${dayOf(after.effective)} on` };
  }
  if (before.applies !== after.applies) {
    const sentence =
      after.applies === 'open'
        ? 'Clocks that run already are judged again under this version'
        : 'Clocks that run already stay under the version that they began with';
    yield { ...told, sentence };
  }
}

const dayOf = (at: number): string => new Date(at).toISOString().replace('T00:00:00.000Z', '');

/** How fields are worked out, and what their values are also called. */
function* diffFields(before: CompiledPack, after: CompiledPack): Generator<PackChange> {
  for (const { name, ...each } of compareNamed(before.derived ?? [], after.derived ?? [], ({ field }) => field)) {
    const told = { what: 'field', name, binds: [] } as const;
    const from = (each.after ?? each.before)!.from.join(' and ');
    if (each.before === undefined) yield { ...told, change: 'added', sentence: `${name} is worked out from ${from}` };
    else if (each.after === undefined) {
      yield { ...told, change: 'removed', sentence: `${name} is no longer worked out from ${from}` };
    } else yield { ...told, change: 'changed', sentence: `${name} is worked out from ${from} by another table` };
  }
  const aliases = ({ aliases: all = {} }: CompiledPack) =>
    Object.entries(all).flatMap(([field, names]) =>
      Object.entries(names).map(([name, meant]) => ({ field, name, meant })),
    );
  for (const { name, ...each } of compareNamed(aliases(before), aliases(after), (one) => `${one.field} ${one.name}`)) {
    const { field, name: other, meant } = (each.after ?? each.before)!;
    const change = each.before === undefined ? 'added' : each.after === undefined ? 'removed' : 'changed';
    const verb = change === 'removed' ? 'is no longer taken for' : 'is taken for';
    yield { change, what: 'field', name: field, binds: [], sentence: `${field} "${other}" ${verb} "${meant}"` };
  }
}

function* diffPartners(before: CompiledPack, after: CompiledPack): Generator<PackChange> {
  for (const { name, ...partner } of compareNamed(before.partners, after.partners, ({ id }) => id)) {
    const told = { what: 'partner', name, binds: [] } as const;
    const called = (partner.after ?? partner.before)!.name;
    if (partner.before === undefined) yield { ...told, change: 'added', sentence: `New partner ${called}` };
    else if (partner.after === undefined)
      yield { ...told, change: 'removed', sentence: `The partner ${called} is gone` };
    else {
      const { before: was, after: is } = partner;
      const keys = (['name', 'market', 'zone', 'tier', 'reviewDay'] as const).filter((key) => was[key] !== is[key]);
      const what = keys.map((key) => insteadOf(`${LABELS[key]} ${is[key]}`, `${was[key]}`)).join(', ');
      yield { ...told, change: 'changed', sentence: `${called}: ${what}` };
    }
  }
}

const LABELS = { name: 'name', market: 'market', zone: 'zone', tier: 'tier', reviewDay: 'review day' } as const;
