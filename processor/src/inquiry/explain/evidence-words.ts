import type { Evidence, EvidenceEffect, ExplainedClock, SaidSignal } from '../../contract/index.ts';
import { durationWords } from '../words/duration-words.ts';
import type { LocalTime } from '../words/local-time.ts';
import type { Style } from '../words/style.ts';
import { table } from '../words/table.ts';

/** What is told within it is told at once. */
const AT_ONCE_MS = 60_000;

/** What was told, with both of its times, and what it did to which clock. */
export function evidenceWords(
  evidence: readonly Evidence[],
  clocks: readonly ExplainedClock[],
  time: LocalTime,
  style: Style,
): string[] {
  const titles = new Map(clocks.map(({ promise, title }) => [promise, title]));
  const signals = new Map(clocks.flatMap(({ said }) => said.map((signal) => [signal.id, signal])));
  const { head, rows } = table(
    ['happened', 'told', 'what', 'what it did'],
    evidence.map((each) => [
      each.happened === null ? '' : time.at(each.happened),
      toldWords(each, time),
      whatWords(each),
      didWords(each, titles, signals, time),
    ]),
  );
  return [style.faint(head), ...rows.map((row, n) => (isVoid(evidence[n]!) ? style.faint(row) : row))];
}

const isVoid = ({ fate }: Evidence): boolean => fate === 'repeated' || fate === 'quarantined';

function toldWords({ happened, told }: Evidence, time: LocalTime): string {
  if (happened === null) return time.at(told);
  const late = told - happened;
  if (-late >= AT_ONCE_MS) return `${durationWords(Math.floor(-late / AT_ONCE_MS) * AT_ONCE_MS)} before`;
  return late < AT_ONCE_MS ? 'at once' : `${durationWords(Math.floor(late / AT_ONCE_MS) * AT_ONCE_MS)} later`;
}

function whatWords({ kind, name, source }: Evidence): string {
  switch (kind) {
    case 'event':
      return `${name === '' ? '(unreadable)' : name}${source === '' ? '' : ` (${source})`}`;
    case 'policy':
      return `policy ${name}`;
    case 'release':
      return `import ${name} complete`;
  }
}

function didWords(
  { fate, reason, isOutOfOrder, importid, effects, said }: Evidence,
  titles: ReadonlyMap<string, string>,
  signals: ReadonlyMap<string, SaidSignal>,
  time: LocalTime,
): string {
  if (fate === 'repeated') return 'nothing: it had been told before';
  if (fate === 'quarantined') return `nothing: quarantined${reason === '' ? '' : `, ${reason}`}`;
  if (fate === 'held') return 'held until its import is complete';
  const parts = effects.map((effect) => effectWords(effect, titles.get(effect.promise) ?? effect.promise, time));
  for (const id of said) {
    const { kind, step } = signals.get(id) ?? { kind: '', step: '' };
    if (kind === 'retracted')
      parts.push(`took back ${step === 'retract' ? 'the breach' : step.replace('retract:', '')}`);
    if (kind === 'breached') parts.push('showed the breach');
  }
  if (parts.length === 0) parts.push(reason === '' ? 'changed no clock' : reason);
  if (isOutOfOrder) parts.push('told out of order');
  if (importid !== null) parts.push('history');
  return parts.join('; ');
}

function effectWords({ did, cycle, from, to, rule }: EvidenceEffect, title: string, time: LocalTime): string {
  const clock = cycle === 1 ? title : `${title} (cycle ${cycle})`;
  const at = (instant: number | null): string => (instant === null ? 'none' : time.at(instant));
  switch (did) {
    case 'started':
      return `started ${clock}`;
    case 'stopped':
      return `ended ${clock}`;
    case 'cancelled':
      return `cancelled ${clock}`;
    case 'reopened':
      return `reopened ${clock}`;
    case 'paused':
      return `paused ${clock} by ${rule}${to === null ? '' : ` from ${at(from)} to ${at(to)}`}`;
    case 'went-on':
      return `let ${clock} go on`;
    case 'unpaused':
      return `${clock} was not paused by ${rule} from ${at(from)} on`;
    case 'start':
      return `moved the start of ${clock} from ${at(from)} to ${at(to)}`;
    case 'deadline':
      return `moved the deadline of ${clock} from ${at(from)} to ${at(to)}`;
    case 'row':
      return `brought ${clock} to the row ${rule}`;
    case 'policy':
      return `${clock} is ruled by version ${to} instead of ${from}`;
    case 'gone':
      return `took ${clock} away`;
  }
}
