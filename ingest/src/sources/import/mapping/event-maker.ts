import { type BelfryEvent, type EventData, FUTURE_TOLERANCE_MS, type TimeQuality } from '../../../contract/index.ts';
import type { CellTime, TimeReader } from '../rows/time-format.ts';
import type { Cell, Columns, RowView } from './columns.ts';
import { compileCondition, type Test } from './condition.ts';
import type { YamlPath } from './read-mapping.ts';
import { RowProblem } from './row-problem.ts';
import { type EventRule, idOf, type MappingDocument } from './schema.ts';
import { compileFields, compileValue, type Make, unreadableTime } from './value.ts';

/** The events of a row, and what its report counts. */
export interface Told {
  readonly events: readonly BelfryEvent[];
  /** Nobody was named who answers for it. */
  readonly unknownPartner: boolean;
  /** Events whose time the source did not tell. */
  readonly inferred: number;
  /** Events of which only the day was told; read as the day's first instant. */
  readonly dayOnly: number;
}

export interface MakerContext {
  readonly importid: string;
  /** ms UTC: what lies further ahead than the tolerance has not happened, and is refused. */
  readonly now: number;
}

/** Makes the events of one row, or of one seller's part of it. Throws a RowProblem. */
export type EventMaker = (row: {
  readonly view: RowView;
  readonly key: string;
  /** `~seller` of a part, else empty. */
  readonly part: string;
  /** Rows that are states: tells this one from the others of its subject. */
  readonly version?: string;
  readonly asOf?: CellTime;
}) => Told;

interface Rule {
  readonly type: BelfryEvent['type'];
  readonly id: string;
  readonly happens: Test;
  readonly onFirst: boolean;
  readonly time: (view: RowView, asOf: CellTime | undefined) => RuleTime | undefined;
  readonly data: (view: RowView) => Record<string, unknown>;
}

interface RuleTime {
  readonly at: number;
  readonly quality: TimeQuality;
}

export function compileEventMaker(
  mapping: MappingDocument,
  columns: Columns,
  times: TimeReader,
  context: MakerContext,
): EventMaker {
  const latest = mapping.latest.map((name, i) => ({ name, cell: columns.cell(name, ['latest', i]) }));
  const rules = mapping.events.map((rule, i) => compileRule(rule, ['events', i], columns, times, latest));
  const common = compileFields(mapping.common, columns, times, ['common']);
  const partnerOf: Make =
    mapping.partner === undefined ? () => undefined : compileValue(mapping.partner, columns, times, ['partner']);
  const horizon = context.now + FUTURE_TOLERANCE_MS;
  return ({ view, key, part, version, asOf }) => {
    const partner = partnerOf(view);
    const shared = { ...common(view), partner: partner ?? 'unknown' };
    const events: BelfryEvent[] = [];
    let inferred = 0;
    let dayOnly = 0;
    for (const rule of rules) {
      if (!rule.happens(view)) continue;
      const time = rule.time(view, asOf);
      if (time === undefined) continue;
      if (time.at > horizon)
        throw new RowProblem('FUTURE_TIME', `${rule.type} would happen at ${iso(time.at)}, which has not come yet`);
      if (time.quality === 'inferred') inferred++;
      if (time.quality === 'date') dayOnly++;
      const quality = time.quality === 'exact' ? {} : { timeQuality: time.quality };
      const of = version === undefined || rule.onFirst ? key : `${key}@${version}`;
      events.push({
        specversion: '1.0',
        id: `${of}:${rule.id}${part}`,
        source: mapping.source,
        type: rule.type,
        subject: `${mapping.subject.kind}/${key}${part}`,
        time: iso(time.at),
        importid: context.importid,
        data: { ...shared, ...quality, ...rule.data(view) } as EventData,
      });
    }
    return { events, unknownPartner: partner === undefined, inferred, dayOnly };
  };
}

const iso = (at: number): string => new Date(at).toISOString();

type NamedCell = { readonly name: string; readonly cell: Cell };

function compileRule(
  rule: EventRule,
  path: YamlPath,
  columns: Columns,
  times: TimeReader,
  latest: readonly NamedCell[],
): Rule {
  const when: Test = rule.when === undefined ? () => true : compileCondition(rule.when, columns, [...path, 'when']);
  const occasion = compileOccasion(rule.on, columns, [...path, 'on']);
  return {
    type: rule.type,
    id: idOf(rule),
    happens: (view) => occasion(view) && when(view),
    onFirst: rule.on === 'first',
    time: compileTime(rule, path, columns, times, latest),
    data: compileFields(rule.data ?? {}, columns, times, [...path, 'data']),
  };
}

/** Whether the step from the state before to this one is the occasion of an event. */
function compileOccasion(on: EventRule['on'], columns: Columns, path: YamlPath): Test {
  if (on === undefined) return () => true;
  if (on === 'first') return (view) => view.before === undefined;
  const previous = (view: RowView, before: readonly string[]): RowView => ({ cells: before, joined: view.joined });
  if ('changed' in on) {
    const cell = columns.cell(on.changed, [...path, 'changed']);
    return (view) => {
      if (view.before !== undefined) return cell(view) !== cell(previous(view, view.before));
      return on.initially !== undefined && cell(view) !== on.initially;
    };
  }
  const enters = 'enters' in on;
  const test = compileCondition(enters ? on.enters : on.leaves, columns, [...path, enters ? 'enters' : 'leaves']);
  return (view) => {
    const was = view.before !== undefined && test(previous(view, view.before));
    return enters ? test(view) && !was : was && !test(view);
  };
}

function compileTime(
  rule: EventRule,
  path: YamlPath,
  columns: Columns,
  times: TimeReader,
  latest: readonly NamedCell[],
): Rule['time'] {
  const read = ({ name, cell }: NamedCell, view: RowView): CellTime | undefined => {
    const text = cell(view);
    if (text === undefined) return undefined;
    const time = times(text);
    if (time === undefined) throw unreadableTime(name, text);
    return time;
  };
  const told = (time: CellTime | undefined): RuleTime | undefined =>
    time === undefined ? undefined : { at: time.at, quality: time.dayOnly ? 'date' : 'exact' };
  const inferred = (view: RowView): RuleTime => {
    let at = Number.NEGATIVE_INFINITY;
    for (const source of latest) at = Math.max(at, read(source, view)?.at ?? at);
    if (at > Number.NEGATIVE_INFINITY) return { at, quality: 'inferred' };
    throw new RowProblem('NO_TIME', `${rule.type} has no time, and neither has anything else in the row`);
  };
  const time = rule.time;
  if (time === undefined) return (_view, asOf) => told(asOf);
  if (time === 'latest') return inferred;
  const name = typeof time === 'string' ? time : time.column;
  const source = {
    name,
    cell: columns.cell(name, typeof time === 'string' ? [...path, 'time'] : [...path, 'time', 'column']),
  };
  const inferIf =
    typeof time === 'string' || time.inferIf === undefined
      ? undefined
      : compileCondition(time.inferIf, columns, [...path, 'time', 'inferIf']);
  const required = typeof time === 'object' && time.required === true;
  return (view) => {
    const at = told(read(source, view));
    if (at !== undefined) return at;
    if (inferIf?.(view)) return inferred(view);
    if (required) throw new RowProblem('NO_TIME', `${name} is empty, but ${rule.type} needs it`);
    return undefined;
  };
}
