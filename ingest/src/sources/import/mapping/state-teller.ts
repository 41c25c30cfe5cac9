import type { CsvRecord } from '../rows/csv-records.ts';
import type { CellTime, TimeReader } from '../rows/time-format.ts';
import type { Cell, RowView } from './columns.ts';
import { RowProblem } from './row-problem.ts';
import { guarded, type RowOutcome, type RowTeller, readSubject, type TellerParts } from './row-teller.ts';
import { quote, unreadableTime } from './value.ts';

/** Rows of one subject that stand together are sorted before they are told; no desk writes longer runs. */
const LONGEST_RUN = 10_000;

const NOTHING = { events: [], unknownPartner: false, inferred: 0, dayOnly: 0 } as const;

interface LastState {
  readonly cells: readonly string[];
  readonly at: number;
  readonly version: string;
  /** How many states before it stand at the same instant, where no version tells them apart. */
  readonly repeat: number;
}

export interface StateParts extends TellerParts {
  readonly times: TimeReader;
  readonly asOf: { readonly name: string; readonly cell: Cell };
  /** Tells states of the same instant apart and orders them; without it their place in the file does. */
  readonly version?: { readonly name: string; readonly cell: Cell };
  /** The columns that the mapping reads; of a subject's last state only those are kept. */
  readonly used: ReadonlySet<number>;
}

interface State {
  readonly record: CsvRecord;
  readonly key: string;
  readonly view: RowView;
  readonly asOf: CellTime;
  readonly version: string;
}

/**
 * Tells rows that are states: each as the difference to the state before it, by `asOf`. The last state of every subject
 * stays in memory, some hundred bytes each. A state that is older than what was told of its subject changes nothing.
 */
export function createStateTeller(parts: StateParts): RowTeller {
  const last = new Map<string, LastState>();
  let run: State[] = [];

  const read = (record: CsvRecord): State => {
    const { key, view } = readSubject(record, parts);
    const text = parts.asOf.cell(view);
    if (text === undefined) throw new RowProblem('NO_TIME', `${parts.asOf.name} is empty, but a state needs its time`);
    const asOf = parts.times(text);
    if (asOf === undefined) throw unreadableTime(parts.asOf.name, text);
    const version = parts.version?.cell(view);
    if (parts.version !== undefined && version === undefined)
      throw new RowProblem('NO_KEY', `${parts.version.name} is empty, but it tells the states of ${quote(key)} apart`);
    return { record, key, view, asOf, version: version ?? '' };
  };

  const tellState = (state: State): RowOutcome => {
    const before = last.get(state.key);
    const nothing = { kind: 'told', line: state.record.line, ...NOTHING } as const;
    if (before !== undefined && inOrder(state, before) < 0) return nothing;
    const cells = state.view.cells.map((cell, i) => (parts.used.has(i) ? cell : ''));
    const repeat = before?.at === state.asOf.at ? before.repeat + 1 : 0;
    const outcome = guarded(state.record, state.key, () => {
      if (before !== undefined && state.version !== '' && before.version === state.version) {
        if (before.cells.every((cell, i) => cell === cells[i])) return nothing;
        throw new RowProblem(
          'VERSION_REPEATED',
          `version ${quote(state.version)} of ${quote(state.key)} told another state before`,
        );
      }
      const version = state.version !== '' ? state.version : `${state.asOf.at}${repeat === 0 ? '' : `.${repeat}`}`;
      const view = before === undefined ? state.view : { ...state.view, before: before.cells };
      const told = parts.make({ view, key: state.key, part: '', version, asOf: state.asOf });
      return { kind: 'told', line: state.record.line, ...told };
    });
    if (outcome.kind === 'told') last.set(state.key, { cells, at: state.asOf.at, version: state.version, repeat });
    return outcome;
  };

  const end = (): readonly RowOutcome[] => {
    const sorted = run.toSorted(
      (a, b) => inOrder(a, { at: b.asOf.at, version: b.version }) || a.record.line - b.record.line,
    );
    run = [];
    return sorted.map(tellState);
  };

  return {
    end,
    tell(record) {
      let state: State | undefined;
      const outcome = guarded(record, record.problem === undefined ? keyOf(record, parts) : undefined, () => {
        state = read(record);
        return { kind: 'told', line: record.line, ...NOTHING };
      });
      if (state === undefined) return [outcome];
      const first = run[0];
      const told = first !== undefined && (first.key !== state.key || run.length >= LONGEST_RUN) ? end() : [];
      run.push(state);
      return told;
    },
  };
}

/** The subject of a row that cannot be told, so that its other states can be imported again with it. */
const keyOf = (record: CsvRecord, parts: StateParts): string | undefined =>
  record.fields.length === parts.columns ? parts.key({ cells: record.fields, joined: [] }) : undefined;

function inOrder(state: State, other: { readonly at: number; readonly version: string }): number {
  if (state.asOf.at !== other.at) return state.asOf.at - other.at;
  if (state.version === other.version) return 0;
  const a = Number(state.version);
  const b = Number(other.version);
  return Number.isNaN(a) || Number.isNaN(b) ? state.version.localeCompare(other.version) : a - b;
}
