import { basename, dirname, join, resolve } from 'node:path';
import { ImportError } from '../import-error.ts';
import { readRecords } from '../rows/csv-records.ts';
import { loadJoin } from '../rows/join-index.ts';
import { createTimeReader } from '../rows/time-format.ts';
import { createColumns } from './columns.ts';
import { compileEventMaker } from './event-maker.ts';
import { invalid, type Mapping, type MappingProblem } from './read-mapping.ts';
import { createRowTeller, type RowTeller, type TellerParts } from './row-teller.ts';
import { createStateTeller } from './state-teller.ts';

/** A mapping that was compiled against the headers of the files. */
export interface OpenMapping {
  readonly header: readonly string[];
  /** Loads the joined files and answers who tells the rows, from the first. Each teller starts anew. */
  teller(context: { readonly importid: string; readonly now: number }): Promise<OpenTeller>;
  /** The joined files, by name, in the order in which the mapping declares them. */
  readonly joinFiles: readonly { readonly name: string; readonly file: string }[];
}

export interface OpenTeller extends RowTeller {
  /** What the joined files held. */
  joins(): readonly JoinReport[];
}

export interface JoinReport {
  readonly name: string;
  readonly file: string;
  readonly rows: number;
  /** Rows that no row of the main file named. */
  readonly unmatched: number;
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

export interface OpenOptions {
  readonly file: string;
  readonly mapping: Mapping;
  readonly mappingName: string;
  /** Where joined files lie instead of beside the main one. */
  readonly joinFiles?: Readonly<Record<string, string>> | undefined;
  readonly joinLimit: number;
}

/** Opens the files, checks every column that the mapping names. Throws `IMPORT_MAPPING_INVALID` with lines. */
export async function openMapping(options: OpenOptions): Promise<OpenMapping> {
  const { document, problem } = options.mapping;
  const known = Object.keys(document.joins);
  const stray = Object.keys(options.joinFiles ?? {}).find((name) => !known.includes(name));
  if (stray !== undefined) {
    const names = known.length === 0 ? 'no file' : known.join(', ');
    throw new ImportError(
      'IMPORT_MAPPING_INVALID',
      `${options.mappingName} joins nothing named ${stray}: it joins ${names}`,
    );
  }
  const header = await readHeader(options.file, document.delimiter);
  const joins = await Promise.all(
    Object.entries(document.joins).map(async ([name, declared]) => {
      const file = options.joinFiles?.[name] ?? join(dirname(resolve(options.file)), declared.file);
      return { name, file, declared, header: await readHeader(file, document.delimiter) };
    }),
  );
  const compile = (context: { importid: string; now: number }, problems: MappingProblem[]) => {
    const columns = createColumns({
      header,
      joins,
      unknown: document.unknown,
      problem: (path, message) => problems.push(problem(path, message)),
    });
    const times = createTimeReader(document.times, document.zone);
    const make = compileEventMaker(document, columns, times, context);
    const split = document.split === undefined ? undefined : columns.joined(document.split.by, ['split', 'by']);
    return {
      columns,
      times,
      make,
      key: columns.cell(document.subject.key, ['subject', 'key']),
      asOf: columns.cell(
        document.state?.asOf ?? document.subject.key,
        document.state === undefined ? ['subject', 'key'] : ['state', 'asOf'],
      ),
      version:
        document.state?.version === undefined ? undefined : columns.cell(document.state.version, ['state', 'version']),
      split,
      joins: joins.map((one) => ({
        ...one,
        on: columns.cell(one.declared.on, ['joins', one.name, 'on']),
        key: columns.joined(`${one.name}.${one.declared.key}`, ['joins', one.name, 'key'])?.index ?? -1,
      })),
    };
  };
  const problems: MappingProblem[] = [];
  const { columns } = compile({ importid: '', now: 0 }, problems);
  if (problems.length > 0 && columns.used.own.size === 0) {
    throw new ImportError(
      'IMPORT_MAPPING_INVALID',
      `${options.mappingName} is for another file: ${basename(options.file)} has none of the columns that it names. It has ${header.join(', ')}`,
    );
  }
  if (problems.length > 0) {
    const files = [{ file: options.file, header }, ...joins];
    const hints = files.map((one) => `${basename(one.file)} has the columns ${one.header.join(', ')}`);
    throw invalid(options.mappingName, problems, hints);
  }
  return {
    header,
    joinFiles: joins.map(({ name, file }) => ({ name, file })),
    async teller(context) {
      const parts = compile(context, []);
      const indexes = await Promise.all(
        parts.joins.map(async (one, i) => ({
          name: one.name,
          file: one.file,
          on: one.on,
          index: await loadJoin({
            file: one.file,
            delimiter: document.delimiter,
            columns: one.header.length,
            key: one.key,
            used: parts.columns.used.joined[i] ?? new Set(),
            limit: options.joinLimit,
          }),
        })),
      );
      const tellerParts: TellerParts = {
        columns: header.length,
        make: parts.make,
        key: parts.key,
        joins: indexes,
        ...(parts.split === undefined ? {} : { split: parts.split }),
      };
      const teller =
        document.rows === 'events' || document.state === undefined
          ? createRowTeller(tellerParts)
          : createStateTeller({
              ...tellerParts,
              times: parts.times,
              asOf: { name: document.state.asOf, cell: parts.asOf },
              ...(parts.version === undefined || document.state.version === undefined
                ? {}
                : { version: { name: document.state.version, cell: parts.version } }),
              used: parts.columns.used.own,
            });
      return {
        ...teller,
        joins: () =>
          indexes.map(({ name, file, index }) => ({
            name,
            file: basename(file),
            rows: index.rows,
            unmatched: index.unmatched(),
            refused: index.refused,
          })),
      };
    },
  };
}

async function readHeader(file: string, delimiter: string): Promise<readonly string[]> {
  for await (const block of readRecords(file, { delimiter })) {
    const first = block.records[0];
    if (first === undefined) continue;
    const header = first.fields.map((name) => name.trim());
    const wrong =
      first.problem ??
      (header.some((name) => name === '')
        ? 'a column has no name'
        : new Set(header).size < header.length
          ? `the column ${header.find((name, i) => header.indexOf(name) !== i)} stands in it twice`
          : undefined);
    if (wrong !== undefined)
      throw new ImportError('IMPORT_HEADER_WRONG', `the first line of ${file} must name its columns, but ${wrong}`);
    return header;
  }
  throw new ImportError('IMPORT_HEADER_WRONG', `${file} is empty: its first line must name its columns`);
}
