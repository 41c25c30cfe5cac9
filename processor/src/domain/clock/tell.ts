import type { ClockSignal, Delta } from '../../contract/index.ts';
import { type Contribution, contributionDelta } from '../kpi/contribution.ts';
import type { KpiView } from '../kpi/view.ts';
import type { CompiledZone } from '../policy/compiled.ts';
import { clockRow, clockState } from './clock-row.ts';
import type { JudgedClock } from './judgement.ts';
import { type Place, placeOf } from './place.ts';
import { signalId } from './signal-id.ts';
import type { Subject } from './subject.ts';
import { NOTHING, nothingTold, type Saying, type Told, tellEvidence, tellTime } from './telling.ts';

/** Why something is told: the record that brought it about. */
export interface Cause {
  readonly lane: number;
  readonly offset: number;
  /** How far time has come in the lane, ms UTC. */
  readonly horizon: number;
  /** The record is history: what it brings about is counted and listed, and rings nobody. */
  readonly quiet: boolean;
}

/** Where what is told goes. */
export interface Listener {
  signal(signal: ClockSignal): void;
  delta(delta: Delta): void;
}

/**
 * Tells what a record changed about a subject: the difference between the judgement before and after it (law 3), as
 * signals and KPI deltas.
 * @param because whether evidence came, time passed, or both (history that is released).
 * @param vanished clocks that the judgement before had and the one after has not.
 */
export function tell(
  subject: Subject,
  because: { readonly evidence: boolean; readonly time: boolean },
  vanished: readonly JudgedClock[],
  cause: Cause,
  listener: Listener,
): void {
  const place = placeOf(subject.judgement.standing, subject.rules.partners);
  let k = 0;
  const say = (clock: JudgedClock, told: Told, sayings: readonly Saying[]): void => {
    for (const saying of sayings) {
      const quiet = isQuiet(subject, told, saying, cause);
      if (saying.kind === 'breached') told.quiet = quiet;
      listener.signal(signalOf(subject, clock, saying, place, cause, quiet, k++));
    }
  };

  for (const clock of vanished) bury(subject, clock, place, say);
  for (const clock of subject.judgement.clocks) {
    const told = toldOf(subject, clock);
    // Most records have nothing to say about most clocks; nothing is made of that.
    const evidence = because.evidence ? tellEvidence(clock, told, cause.horizon) : NOTHING;
    if (evidence.length > 0) say(clock, told, evidence);
    const time = because.time ? tellTime(clock, told, cause.horizon) : NOTHING;
    if (time.length > 0) say(clock, told, time);
  }

  const counted = contributionsOf(subject, place, cause.quiet);
  for (const delta of contributionDelta(subject.counted, counted, {
    offset: cause.offset,
    subject: subject.id,
    quiet: cause.quiet,
  })) {
    listener.delta(delta);
  }
  subject.counted = counted;
}

/** A clock that evidence took away is cancelled in the tables, and a breach that was told of it is taken back. */
function bury(
  subject: Subject,
  clock: JudgedClock,
  place: Place,
  say: (clock: JudgedClock, told: Told, sayings: readonly Saying[]) => void,
): void {
  const told = toldOf(subject, clock);
  const { breached } = told;
  if (breached) {
    const reason = 'late evidence: nothing was promised';
    say(clock, told, [
      { kind: 'retracted', step: 'retract', level: '', at: clock.start, revision: told.revision, reason },
    ]);
    told.breached = false;
    told.ended = false;
    told.revision++;
  }
  const row = clockRow(subject, clock, told, place);
  subject.gone = [
    ...subject.gone.filter(({ promise }) => promise !== row.promise),
    { ...row, state: 'cancelled', open: false },
  ];
}

function toldOf(subject: Subject, clock: JudgedClock): Told {
  let told = subject.told.get(clock.key);
  if (told === undefined) {
    told = nothingTold();
    subject.told.set(clock.key, told);
  }
  return told;
}

/** What is about history rings nobody, nor does the end of a breach that rang nobody. */
function isQuiet(subject: Subject, told: Told, saying: Saying, cause: Cause): boolean {
  if (cause.quiet || saying.at <= subject.quietUntil) return true;
  return saying.kind !== 'breached' && saying.kind !== 'at-risk' && told.quiet;
}

function signalOf(
  subject: Subject,
  clock: JudgedClock,
  saying: Saying,
  place: Place,
  cause: Cause,
  quiet: boolean,
  k: number,
): ClockSignal {
  const { promise } = clock.rule;
  return {
    id: signalId(subject.id, promise.id, clock.cycle, saying.step, saying.revision),
    kind: saying.kind,
    subject: subject.id,
    promise: promise.id,
    title: promise.title,
    cycle: clock.cycle,
    step: saying.step,
    revision: saying.revision,
    ...place,
    team: clock.row.team,
    level: saying.level,
    start: clock.start,
    due: clock.aim.due ?? clock.start,
    stop: clock.stop,
    at: saying.at,
    horizon: cause.horizon,
    reason: saying.reason,
    quiet,
    policy: clock.rule.policy,
    row: clock.row.name,
    lane: cause.lane,
    offset: cause.offset,
    k,
  };
}

/** What a subject contributes to the KPIs of its ruleset, as it is judged and told now. */
export function contributionsOf(subject: Subject, place: Place, quiet: boolean): readonly Contribution[] {
  const { rules, judgement } = subject;
  const { standing } = judgement;
  const view: KpiView = {
    subject: subject.id,
    ...place,
    zone: rules.zones.get(rules.partners.get(place.partner)?.zone ?? 'UTC') ?? UTC,
    data: standing.data,
    clocks: judgement.clocks.map((clock) => {
      const told = subject.told.get(clock.key);
      return {
        promise: clock.rule.promise.id,
        cycle: clock.cycle,
        state: clockState(clock, told),
        due: clock.aim.due,
        quiet: told?.quiet ?? false,
      };
    }),
    firsts: standing.firsts,
    parcels: standing.parcels,
    quiet,
  };
  return rules.kpis.contributions(view);
}

const UTC: CompiledZone = { name: 'UTC', offsets: [0, 0] };
