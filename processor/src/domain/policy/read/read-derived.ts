import type { DerivedField } from '../compiled.ts';
import type { Path, Report } from '../problem.ts';
import type { PackSource } from '../schema/pack-schema.ts';
import { isField } from './read-condition.ts';

/** Reads which fields are worked out from two others where they are not told. */
export function readDerived(derive: NonNullable<PackSource['derive']>, report: Report): DerivedField[] {
  const fields = Object.keys(derive);
  return Object.entries(derive).map(([field, { from, table }]): DerivedField => {
    const path: Path = ['derive', field];
    readOwnField(field, path, report);
    from.forEach((each, place) => {
      const at = [...path, 'from', place];
      if (!isField(each, at, report)) return;
      if (each === field) report(at, `\`${field}\` would be worked out from itself.`, 'another field');
      else if (fields.includes(each)) report(at, `\`${each}\` is worked out too.`, 'a field that sources tell');
      else if (place === 1 && each === from[0]) report(at, `\`${each}\` stands here twice.`, 'a second field');
    });
    if (Object.keys(table).length === 0) report([...path, 'table'], 'This table is empty.', 'a value with its answers');
    return { field, from, table };
  });
}

/** Reads the other names of values. */
export function readAliases(aliases: NonNullable<PackSource['aliases']>, report: Report): typeof aliases {
  for (const [field, names] of Object.entries(aliases)) {
    readOwnField(field, ['aliases', field], report);
    for (const [name, meant] of Object.entries(names)) {
      const path = ['aliases', field, name];
      if (meant === name) report(path, `"${name}" is called what it is called already.`, 'the value that is meant');
      else if (Object.hasOwn(names, meant)) {
        report(path, `"${meant}" is another name itself.`, `\`${names[meant]}\``);
      }
    }
  }
  return aliases;
}

/** A field of the subject itself: what stands deeper is told as a whole and not worked out. */
function readOwnField(field: string, path: Path, report: Report): void {
  if (isField(field, path, report) && field.includes('.')) {
    report(path, `\`${field}\` lies within another field.`, 'a field without a dot, such as `priority`');
  }
}
