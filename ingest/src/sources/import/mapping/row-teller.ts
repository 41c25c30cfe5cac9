import type { CsvRecord } from '../rows/csv-records.ts';
import type { JoinIndex } from '../rows/join-index.ts';
import type { Cell, RowView } from './columns.ts';
import type { EventMaker, Told } from './event-maker.ts';
import { RowProblem, type RowProblemCode } from './row-problem.ts';

/** What became of a row. Every row of the file gets exactly one. */
export type RowOutcome =
  | ({ readonly kind: 'told'; readonly line: number } & Told)
  | {
      readonly kind: 'refused';
      readonly line: number;
      readonly code: RowProblemCode;
      readonly reason: string;
      /** The subject, where it could be read. */
      readonly key?: string;
    };

/** Tells rows that are events. Rows that are states: `state-teller.ts`. */
export interface RowTeller {
  /** Outcomes that are known now; those of states wait for the rest of their subject. */
  tell(record: CsvRecord): readonly RowOutcome[];
  /** The outcomes that still wait. */
  end(): readonly RowOutcome[];
}

export interface TellerParts {
  readonly columns: number;
  readonly make: EventMaker;
  readonly key: Cell;
  /** For each join: the index, and the cell of the main file that holds its key. */
  readonly joins: readonly { readonly index: JoinIndex; readonly on: Cell }[];
  /** Which join splits a row, and where the split value stands in it. */
  readonly split?: { readonly join: number; readonly index: number };
}

export function createRowTeller(parts: TellerParts): RowTeller {
  return {
    end: () => [],
    tell(record) {
      return [
        guarded(record, undefined, () => {
          const { key, view } = readSubject(record, parts);
          const told = partsOf(view, parts.split).map(({ part, view }) => parts.make({ view, key, part }));
          return { kind: 'told', line: record.line, ...sum(told) };
        }),
      ];
    },
  };
}

/** Finds a row's subject and what is joined to it. Throws a RowProblem. */
export function readSubject(record: CsvRecord, parts: TellerParts): { readonly key: string; readonly view: RowView } {
  if (record.problem !== undefined) throw new RowProblem('BROKEN_CSV', record.problem);
  if (record.fields.length !== parts.columns)
    throw new RowProblem('WRONG_COLUMNS', `has ${record.fields.length} columns, the header has ${parts.columns}`);
  const bare: RowView = { cells: record.fields, joined: [] };
  const key = parts.key(bare);
  if (key === undefined) throw new RowProblem('NO_KEY', 'the subject has no id');
  const joined = parts.joins.map(({ index, on }) => {
    const value = on(bare);
    if (value === undefined) return [];
    const rows = index.take(value);
    const problem = index.problem(value);
    if (problem !== undefined) throw new RowProblem('JOINED_ROW_BROKEN', problem);
    return rows;
  });
  return { key, view: { cells: record.fields, joined } };
}

/** Runs what may find a problem in a row; anything else that it throws is a fault of ours and goes on up. */
export function guarded(record: CsvRecord, key: string | undefined, tell: () => RowOutcome): RowOutcome {
  try {
    return tell();
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    const subject = key === undefined ? {} : { key };
    return { kind: 'refused', line: record.line, code: error.code, reason: error.message, ...subject };
  }
}

/** One part for each value of the split, if there are several; they become subjects of their own (events.md). */
function partsOf(view: RowView, split: TellerParts['split']): readonly { part: string; view: RowView }[] {
  const whole = [{ part: '', view }];
  if (split === undefined) return whole;
  const groups = new Map<string, (readonly string[])[]>();
  for (const row of view.joined[split.join] ?? []) {
    const value = row[split.index]?.trim() || 'unknown';
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  if (groups.size < 2) return whole;
  return [...groups].map(([value, rows]) => ({
    part: `~${value}`,
    view: { ...view, joined: view.joined.map((all, i) => (i === split.join ? rows : all)) },
  }));
}

function sum(told: readonly Told[]): Told {
  const [only] = told;
  if (told.length === 1 && only !== undefined) return only;
  return {
    events: told.flatMap((part) => part.events),
    unknownPartner: told.some((part) => part.unknownPartner),
    inferred: told.reduce((total, part) => total + part.inferred, 0),
    dayOnly: told.reduce((total, part) => total + part.dayOnly, 0),
  };
}
