import type { Acknowledgement, Matcher } from '../contract/incident.ts';
import type { Said } from '../contract/said.ts';
import { ACKNOWLEDGED_FOR_MS, acknowledge } from '../domain/incident/acknowledging.ts';
import type { IncidentState } from '../domain/incident/incident-state.ts';
import { itemOf } from '../domain/incident/open-item.ts';
import { membersOf } from '../domain/notify/speech-of.ts';
import type { Effects } from './fold.ts';
import type { SignalsState } from './signals-state.ts';

type Data = Readonly<Record<string, unknown>>;

/** Takes in what a person said: into the audit list whatever it is, and to where it has an effect here. */
export function hearPerson(state: SignalsState, said: Said, at: number, effects: Effects): void {
  const { source, id, type, subject, time, data = {} } = said.event;
  if (!state.seen.isNew(`events/${said.lane}`, said.offset, `said/${id}`)) return;
  if (!state.isNewWord(JSON.stringify([source, id]))) return;
  effects.audit(said);
  const happened = Date.parse(time);
  switch (type) {
    case 'signal.acknowledged':
      acknowledgeAll(state, subject, data, happened, at);
      return;
    case 'signal.assigned':
      for (const incident of meantBy(state, subject)) {
        const to = text(data.to);
        incident.assigned = to === '' ? null : { to, by: text(data.who), at: happened };
        state.board.touch(incident, at);
      }
      return;
    case 'silence.set':
      setSilence(state, subject, data, happened, at, effects);
      return;
    case 'silence.ended':
      endSilence(state, subject, at, effects);
      return;
    case 'customer.notified':
      customerTold(state, subject, text(data.channel), happened, at, effects);
      return;
    default:
      return;
  }
}

/**
 * Which incidents somebody means who names an incident, an order, a ticket or a partner. A receiver that only knows its dedup
 * key names a group as if it were an incident.
 */
function meantBy({ board, notifier }: SignalsState, subject: string): IncidentState[] {
  const [kind, name] = [subject.slice(0, subject.indexOf('/')), subject.slice(subject.indexOf('/') + 1)];
  const unresolved = (incident: IncidentState | undefined): incident is IncidentState => incident?.resolved === null;
  const group = kind === 'incident' ? notifier.book.get(name) : undefined;
  if (kind === 'incident' && group === undefined) return [board.incidents.get(name)].filter(unresolved);
  const ids = group
    ? Array.from(membersOf(group, board), ({ incident }) => incident)
    : kind === 'partner'
      ? [...board.incidents.values()].filter(({ partner }) => partner === name).map(({ id }) => id)
      : board.of(subject).map(({ incident }) => incident);
  return [...new Set(ids)]
    .sort()
    .map((id) => board.incidents.get(id))
    .filter(unresolved);
}

function acknowledgeAll(state: SignalsState, subject: string, data: Data, happened: number, at: number): void {
  const told = Date.parse(text(data.until));
  const until = Number.isNaN(told) ? happened + ACKNOWLEDGED_FOR_MS : told;
  const comment = text(data.reason) || text(data.comment);
  const said: Acknowledgement = { who: text(data.who), at: happened, until, comment };
  for (const incident of meantBy(state, subject)) {
    if (!acknowledge(incident, said, at)) continue;
    state.board.touch(incident, at);
    state.timers.put(`acknowledged ${incident.id}`, until);
    state.notifier.acknowledged(incident.id, 'acknowledged', at);
  }
}

function setSilence(state: SignalsState, id: string, data: Data, from: number, at: number, effects: Effects): void {
  const until = Date.parse(text(data.until));
  const matcher = data.matcher as Matcher | undefined;
  // Ingest asks for both; what an earlier Belfry took without them hides nothing.
  if (Number.isNaN(until) || matcher === undefined) return;
  const silence = { id, matcher, who: text(data.who), reason: text(data.reason), from, until };
  const isChanged = state.silences.inForce.has(id);
  if (!state.silences.set(silence, at)) {
    // Set anew to an end that is over: it is over.
    endSilence(state, id, at, effects);
    return;
  }
  state.changedSilences.add(id);
  state.timers.put(`silence ${id}`, until);
  effects.silence(silence, state.offset);
  state.silenceChanged(at);
  // Set anew, it may hide other things than before.
  if (isChanged) state.notifier.unsilenced(at);
}

function endSilence(state: SignalsState, id: string, at: number, effects: Effects): void {
  const ended = state.silences.end(id, at);
  if (ended === undefined) return;
  state.timers.put(`silence ${id}`, Number.POSITIVE_INFINITY);
  state.changedSilences.add(id);
  effects.silence(ended, state.offset);
  state.silenceChanged(at);
  state.notifier.unsilenced(at);
}

function customerTold(
  { board, notifier, offset }: SignalsState,
  subject: string,
  channel: string,
  happened: number,
  at: number,
  effects: Effects,
): void {
  for (const item of board.of(subject)) {
    if (!item.open) continue;
    item.customerTold = { at: happened, channel };
    board.changedItems.add(item.name);
    if (item.state === 'at-risk') notifier.customerTold(item, at);
    else effects.item(itemOf(item), offset);
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
