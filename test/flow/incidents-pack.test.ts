import { describe, expect, it } from 'vitest';
import { expectDeadline } from '../support/expect-deadline.ts';
import { PackTimeline } from '../support/pack-timeline.ts';

/** The example policy for the incident log, told as its mapping tells a ticket. */
const PACK = new URL('../support/packs/incidents.yaml', import.meta.url).href;
const RESOLUTION = 'incidents/resolution';
const OPENED = '2026-11-27T14:00:00.000Z';

const incident = (priority?: string) =>
  new PackTimeline([PACK], 'ticket/0000045').tell('ticket.created', OPENED, { priority, impact: '2', team: '56' });
const resolve = (line: PackTimeline, at: string) => line.tell('ticket.resolved', at);
const status = (line: PackTimeline, at: string, to: string, waitingOn = 'none') =>
  line.tell('ticket.status-changed', at, { to, waitingOn });
const dueOf = (line: PackTimeline) => new Date(line.clock(RESOLUTION).due!).toISOString();

it.each([
  ['critical', '1', '2026-11-27T17:00:00.000Z', '2026-11-27T18:00:00.000Z'],
  ['high', '2', '2026-11-27T20:00:00.000Z', '2026-11-27T22:00:00.000Z'],
  ['moderate', '3', '2026-11-29T02:00:00.000Z', '2026-11-29T14:00:00.000Z'],
  ['low', '4', '2026-11-30T14:00:00.000Z', '2026-12-01T14:00:00.000Z'],
])('%s', (row, priority, reminder, due) => {
  expectDeadline(RESOLUTION, due, () => incident(priority), resolve);
  const line = incident(priority).run('2026-12-24T00:00:00Z');
  expect(line.clock(RESOLUTION).row).toBe(row);
  expect(line.said()).toEqual([`at-risk at-risk ${reminder}`, `breached deadline ${due}`]);
});

it('leaves what has no priority to the unmatched', () => {
  expect(incident().clock(RESOLUTION)).toMatchObject({ row: 'unmatched', target: 'not-set' });
});

describe('an incident', () => {
  it.each(['customer', 'vendor'])('does not count while it waits for the %s', (who) => {
    const line = status(incident('1'), '2026-11-27T15:00:00.000Z', 'Awaiting', who);
    expect(line.clock(RESOLUTION)).toMatchObject({ state: 'paused', due: null });
    expect(dueOf(status(line, '2026-11-27T15:20:00.000Z', 'Active'))).toBe('2026-11-27T18:20:00.000Z');
  });
  it('goes on where it was reopened, and its priority may change meanwhile', () => {
    const line = resolve(incident('2'), '2026-11-27T16:00:00.000Z');
    line.tell('ticket.reopened', '2026-11-27T17:30:00.000Z');
    expect(dueOf(line)).toBe('2026-11-27T23:30:00.000Z');
    line.tell('ticket.classified', '2026-11-27T17:40:00.000Z', { field: 'priority', from: '2', to: '1' });
    expect(dueOf(line)).toBe('2026-11-27T19:30:00.000Z');
  });
});
