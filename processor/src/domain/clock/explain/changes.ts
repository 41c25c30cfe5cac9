import type { EvidenceEffect } from '../../../contract/index.ts';
import { isPaused, type JudgedClock, unpausedAim } from '../judge/judged-clock.ts';
import type { Pause } from '../judge/pauses.ts';
import type { Subject } from '../subject.ts';

/**
 * How the clocks of a subject stood at a moment. A copy, since judging on changes clocks in place; what it changes in them it
 * replaces as a whole.
 */
export type Glance = ReadonlyMap<string, JudgedClock>;

export const glanceAt = (subject: Subject | undefined): Glance =>
  new Map(subject?.judgement.clocks.map((clock) => [clock.key, { ...clock }]));

/** What a record did to the clocks of its subject: the difference between the judgement before and after it (law 3). */
export function changesBetween(before: Glance, after: Glance): EvidenceEffect[] {
  const effects: EvidenceEffect[] = [];
  for (const clock of before.values())
    if (!after.has(clock.key)) effects.push(effect(clock, 'gone', clock.start, null));
  for (const clock of after.values()) {
    const was = before.get(clock.key);
    effects.push(...(was === undefined ? beginning(clock) : changes(was, clock)));
  }
  return effects;
}

function effect(
  { rule: { promise }, cycle }: JudgedClock,
  did: EvidenceEffect['did'],
  from: number | null,
  to: number | null,
  rule = '',
): EvidenceEffect {
  return { promise: promise.id, cycle, did, from, to, rule };
}

function beginning(clock: JudgedClock): EvidenceEffect[] {
  return [
    effect(clock, 'started', null, clock.start, clock.row.name),
    ...clock.pauses.map((pause) => effect(clock, 'paused', pause.from, pause.to, pause.rule)),
    ...ending(clock),
  ];
}

function ending(clock: JudgedClock): EvidenceEffect[] {
  if (clock.end === 'running') return [];
  return [effect(clock, clock.end, null, clock.stop, clock.endedBy)];
}

function changes(was: JudgedClock, is: JudgedClock): EvidenceEffect[] {
  const effects: EvidenceEffect[] = [];
  // Judged again under a ruleset in which another pack is new, it has another rule of the same version.
  if (was.rule.policy !== is.rule.policy) effects.push(effect(is, 'policy', was.rule.policy, is.rule.policy));
  if (was.start !== is.start) effects.push(effect(is, 'start', was.start, is.start));
  if (was.row.name !== is.row.name) effects.push(effect(is, 'row', null, null, is.row.name));
  if (is.reopenings > was.reopenings) effects.push(effect(is, 'reopened', was.stop, is.pauses.at(-1)?.to ?? was.stop));
  effects.push(...pauseChanges(was, is));
  if (was.stop !== is.stop || was.end !== is.end) effects.push(...ending(is));
  const [before, now] = [deadlineOf(was), deadlineOf(is)];
  // While it is paused there is none, so the one that it paused with is the one that it goes on from.
  if (before !== now && now !== null) effects.push(effect(is, 'deadline', before, now));
  return effects;
}

/** Of a clock that is paused, the one that it paused with. */
const deadlineOf = (clock: JudgedClock): number | null =>
  isPaused(clock) ? (unpausedAim(clock)?.aim.due ?? null) : clock.aim.due;

function pauseChanges(was: JudgedClock, is: JudgedClock): EvidenceEffect[] {
  if (was.pauses === is.pauses) return [];
  const known = new Map(was.pauses.map((pause) => [keyOf(pause), pause]));
  const effects: EvidenceEffect[] = [];
  for (const pause of is.pauses) {
    const before = known.get(keyOf(pause));
    known.delete(keyOf(pause));
    if (before?.to === pause.to) continue;
    if (before?.to === null) effects.push(effect(is, 'went-on', pause.from, pause.to, pause.rule));
    else if (is.reopenings <= was.reopenings || pause !== is.pauses.at(-1)) {
      effects.push(effect(is, 'paused', pause.from, pause.to, pause.rule));
    }
  }
  for (const pause of known.values()) effects.push(effect(is, 'unpaused', pause.from, pause.to, pause.rule));
  return effects;
}

const keyOf = ({ from, rule }: Pause): string => `${from} ${rule}`;
