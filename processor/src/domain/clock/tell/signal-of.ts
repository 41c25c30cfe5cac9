import type { ClockSignal } from '../../../contract/index.ts';
import { type JudgedClock, knownDue } from '../judge/judged-clock.ts';
import type { Place } from '../place.ts';
import type { Subject } from '../subject.ts';
import type { Cause } from './cause.ts';
import type { Saying } from './saying.ts';
import { signalId } from './signal-id.ts';

export function signalOf(
  subject: Subject,
  clock: JudgedClock,
  saying: Saying,
  place: Place,
  cause: Cause,
  quiet: boolean,
  k: number,
): ClockSignal {
  const { promise } = clock.rule;
  const { kind, step, ladder, revision } = saying;
  const { data } = subject.judgement.standing;
  return {
    id: signalId(subject.id, promise.id, clock.cycle, step, revision),
    kind,
    subject: subject.id,
    promise: promise.id,
    title: promise.title,
    cycle: clock.cycle,
    step,
    revision,
    ...place,
    team: clock.row.team || text(data.team),
    level: ladder?.level ?? '',
    role: ladder?.role ?? '',
    responsibility: ladder?.responsibility ?? '',
    tell: saying.tell ?? (ladder === undefined ? [] : whomToTell(saying, clock, place, data)),
    start: clock.start,
    due: knownDue(clock) ?? clock.start,
    stop: clock.stop,
    at: saying.at,
    horizon: cause.horizon,
    reason: saying.reason,
    quiet,
    policy: clock.rule.policy,
    row: clock.row.name,
    ...(promise.cause && { cause: promise.cause }),
    lane: cause.lane,
    offset: cause.offset,
    k,
  };
}

/**
 * A reminder goes to the assignee, else to the team; a step whose policy names nobody goes to the team. Where no team is
 * known, nobody is named; who is named twice is told once.
 */
function whomToTell(
  { kind, ladder }: Saying,
  clock: JudgedClock,
  place: Place,
  data: Readonly<Record<string, unknown>>,
): string[] {
  const answers = clock.row.team || text(data.team);
  const team = answers === '' ? [] : [`team/${answers}`];
  const named = (kind: string, name: unknown): string[] => (text(name) === '' ? team : [`${kind}/${text(name)}`]);
  const told = ladder?.tell ?? [kind === 'at-risk' ? 'assignee' : 'team'];
  const names = told.flatMap((who) => {
    switch (who) {
      case 'assignee':
        return named('assignee', data.assignee);
      case 'vendor':
        return named('vendor', data.vendor);
      case 'team':
        return team;
      case 'partner':
        return [`partner/${place.partner}`];
      default:
        return [`hook/${who}`];
    }
  });
  return [...new Set(names)];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
