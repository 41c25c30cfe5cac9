import { describe, expect, it } from 'vitest';
import { expectDeadline } from '../../test/support/expect-deadline.ts';
import { PackTimeline } from '../../test/support/pack-timeline.ts';

const ESCALATION = 'webbee/escalation';

/** A ticket of Friday 27 November 2026, 15:00 UTC: round the clock the weekend does not matter. */
const CREATED = '2026-11-27T15:00:00.000Z';
const DUE = '2026-11-29T15:00:00.000Z';

const ticket = (data: Record<string, unknown>) =>
  new PackTimeline(['webbee'], 'ticket/W-1').tell('ticket.created', CREATED, data);
const resolve = (line: PackTimeline, at: string) => line.tell('ticket.resolved', at);

const LADDER = [
  'escalated software-developer 2026-11-27T15:00:00.000Z',
  'escalated senior-developer 2026-11-27T23:00:00.000Z',
  'escalated project-manager 2026-11-28T15:00:00.000Z',
  'escalated executive-assistant 2026-11-29T03:00:00.000Z',
];

describe('priority', () => {
  it.each([
    ['high', 'high', 'critical'],
    ['high', 'medium', 'high'],
    ['high', 'low', 'medium'],
    ['medium', 'high', 'high'],
    ['medium', 'medium', 'medium'],
    ['medium', 'low', 'low'],
    ['low', 'high', 'medium'],
    ['low', 'medium', 'low'],
    ['low', 'low', 'low'],
    ['critical', 'High', 'critical'],
  ])('of impact %s and urgency %s is %s', (impact, urgency, row) => {
    expect(ticket({ impact, urgency }).clock(ESCALATION).row).toBe(row);
  });
  it('that the desk tells wins over the matrix', () => {
    expect(ticket({ impact: 'low', urgency: 'low', priority: 'P1' }).clock(ESCALATION).row).toBe('critical');
  });
});

describe('the rows', () => {
  it('critical: 48 hours from creation', () => {
    expectDeadline(ESCALATION, DUE, () => ticket({ impact: 'high', urgency: 'high' }), resolve);
  });

  it.each([
    ['high', { impact: 'high', urgency: 'medium' }],
    ['medium', { impact: 'medium', urgency: 'medium' }],
    ['low', { impact: 'low', urgency: 'low' }],
  ])('%s: no deadline, and the ladder runs', (row, data) => {
    const line = ticket(data).run('2026-12-24T00:00:00Z');
    expect(line.clock(ESCALATION)).toMatchObject({ row, due: null, target: 'none', state: 'running' });
    expect(line.said()).toEqual(LADDER);
  });
});

describe('the ladder', () => {
  const critical = { impact: 'high', urgency: 'high', assignee: 'jana' };

  it('climbs at 0, 8, 24 and 36 hours, each step once, and the deadline comes at 48', () => {
    const line = ticket(critical);
    for (const at of ['2026-11-28T00:00:00Z', '2026-11-28T00:00:01Z', '2026-11-30T00:00:00Z', '2026-11-30T00:00:01Z'])
      line.tick(at);
    expect(line.said()).toEqual([...LADDER, `breached deadline ${DUE}`]);
  });

  it.each([
    ['2026-11-27T23:00:02.000Z', 1],
    ['2026-11-27T23:00:02.001Z', 2],
    ['2026-11-28T15:00:02.000Z', 2],
    ['2026-11-28T15:00:02.001Z', 3],
    ['2026-11-29T03:00:02.000Z', 3],
    ['2026-11-29T03:00:02.001Z', 4],
  ])('at %s has said %i of its steps', (at, count) => {
    expect(ticket(critical).tick(at).said()).toEqual(LADDER.slice(0, count));
  });

  it('names its levels, their roles, and who is told', () => {
    const { signals } = ticket(critical).tick('2026-11-29T04:00:00Z');
    expect(signals.map(({ level, role, tell }) => [level, role, tell])).toEqual([
      ['software developer', 'the developer who is on duty', ['assignee/jana']],
      ['senior developer', 'the senior developer, who leads the team', ['team/development', 'hook/webbee-senior']],
      ['project manager', 'the project manager', ['team/development', 'hook/webbee-manager']],
      ['executive assistant', 'the executive assistant to the director', ['team/development', 'hook/webbee-director']],
    ]);
  });

  it('stops on resolution, of which those hear who were told, and a reopened ticket climbs on without the time between', () => {
    const line = ticket(critical).tick('2026-11-27T16:00:00Z');
    resolve(line, '2026-11-27T20:00:00.000Z').tick('2026-11-28T20:00:00Z');
    expect(line.said()).toEqual([LADDER[0], 'met stop 2026-11-27T20:00:00.000Z']);
    line.tell('ticket.reopened', '2026-11-28T20:00:00.000Z').tick('2026-11-29T00:00:00Z');
    expect(line.said().slice(2)).toEqual(['escalated senior-developer 2026-11-28T23:00:00.000Z']);
    expect(new Date(line.clock(ESCALATION).due!).toISOString()).toBe('2026-11-30T15:00:00.000Z');
  });
});

describe('exempt', () => {
  it.each([
    ['what another party fulfils', { impact: 'high', urgency: 'high', fulfilledBy: 'hub' }],
    ['what has no impact', { priority: 'P1' }],
    ['what has a customer segment', { impact: 'high', urgency: 'high', segment: 'business' }],
  ])('is %s', (_, data) => {
    expect(ticket(data).promises()).toEqual([]);
  });
  it('is not what is fulfilled by oneself', () => {
    expect(ticket({ impact: 'high', urgency: 'high', fulfilledBy: 'own' }).promises()).toEqual([ESCALATION]);
  });
});
