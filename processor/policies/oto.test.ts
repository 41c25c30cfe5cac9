import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectDeadline } from '../../test/support/expect-deadline.ts';
import { PackTimeline } from '../../test/support/pack-timeline.ts';
import { aim } from '../src/domain/clock/judge/aim.ts';
import { promiseRules } from '../src/domain/clock/rules/promise-rule.ts';
import { matchRow } from '../src/domain/policy/condition.ts';
import { describeRow } from '../src/domain/policy/describe/describe-promise.ts';
import { parsePack } from '../src/domain/policy/parse-pack.ts';

const NOW = Date.parse('2026-11-23T00:00:00Z');
const source = readFileSync(new URL('./oto.yaml', import.meta.url), 'utf8');
const parsed = parsePack(source, 'oto.yaml', NOW);
if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
const { compiled } = parsed;
const promise = compiled.promises[0]!;
const rule = promiseRules(compiled, 0, Number.POSITIVE_INFINITY)[0]!;

/**
 * Tickets created on Thursday 26 November 2026, 17:30 in Riyadh (14:30 UTC), half an hour before the weekend, and on Friday 27
 * November, 02:15 (Thursday 23:15 UTC), within it. Days count on Sunday to Thursday 09:00-18:00, hours round the clock.
 */
const THURSDAY = '2026-11-26T14:30:00.000Z';
const FRIDAY = '2026-11-26T23:15:00.000Z';

const SUNDAY_SAME_TIME = '2026-11-29T14:30:00.000Z';
const MONDAY_OPENING = '2026-11-30T06:00:00.000Z';

/** [category, subcategory, due of the Thursday's ticket, due of the Friday's, team] */
const GOLDEN: readonly (readonly [string, string, string, string, string])[] = [
  ['account', 'package-change', SUNDAY_SAME_TIME, MONDAY_OPENING, 'AM'],
  ['account', 'account-settings', SUNDAY_SAME_TIME, MONDAY_OPENING, ''],
  ['account', 'adding-new-ecommerce', SUNDAY_SAME_TIME, MONDAY_OPENING, 'AM'],
  ['account', 'adding-new-feature', 'not-set', 'not-set', ''],
  ['account', 'incorrect-amount-in-credit', SUNDAY_SAME_TIME, MONDAY_OPENING, 'AM'],
  ['account', 'demo-training', SUNDAY_SAME_TIME, MONDAY_OPENING, ''],
  ['account', 'adding-new-users', SUNDAY_SAME_TIME, MONDAY_OPENING, 'L2'],
  ['account', 'user-roles', SUNDAY_SAME_TIME, MONDAY_OPENING, 'L2'],
  ['account', 'supplies-request', '2026-12-03T14:30:00.000Z', '2026-12-06T06:00:00.000Z', '3PL'],
  ['account', 'whatsapp-configurations', SUNDAY_SAME_TIME, MONDAY_OPENING, 'L2'],
  ['account', 'adding-new-integration', '2026-11-26T20:30:00.000Z', '2026-11-27T05:15:00.000Z', 'L2'],
  ['account', 'activating-a-new-dc', '2026-11-26T20:30:00.000Z', '2026-11-27T05:15:00.000Z', 'L2'],
  ['account', 'reports', '2026-11-26T20:30:00.000Z', '2026-11-27T05:15:00.000Z', 'L2, L3'],
  ['account', 'warehouse-edit', '2026-11-26T17:30:00.000Z', '2026-11-27T02:15:00.000Z', 'L2'],
  ['finance', 'invoicing', '2026-11-26T18:30:00.000Z', '2026-11-27T03:15:00.000Z', 'L2'],
  ['finance', 'account-statement-request', '2026-11-26T18:30:00.000Z', '2026-11-27T03:15:00.000Z', 'Finance'],
  ['finance', 'cod-transfer', 'not-set', 'not-set', 'Finance'],
  ['order', 'city-not-covered', '2026-11-26T18:30:00.000Z', '2026-11-27T03:15:00.000Z', 'L2'],
  ['order', 'manual-orders-sync', '2026-11-26T18:30:00.000Z', '2026-11-27T03:15:00.000Z', 'L2, L3'],
  ['order', 'cancel-orders', '2026-11-26T20:30:00.000Z', '2026-11-27T05:15:00.000Z', ''],
  ['order', 'edit-orders', '2026-11-26T20:30:00.000Z', '2026-11-27T05:15:00.000Z', ''],
  ['order', 'edit-orders-status', '2026-11-26T20:30:00.000Z', '2026-11-27T05:15:00.000Z', ''],
  ['order', 'weight-issues', '2026-11-26T20:30:00.000Z', '2026-11-27T05:15:00.000Z', 'L2, L3'],
  ['shipment', 'awb-issue', '2026-11-26T18:30:00.000Z', '2026-11-27T03:15:00.000Z', 'L2, L3'],
  ['shipment', 'create-shipment-with-another-dc', '2026-11-26T18:30:00.000Z', '2026-11-27T03:15:00.000Z', ''],
  ['shipment', 'courier-issue', '2026-11-26T16:30:00.000Z', '2026-11-27T01:15:00.000Z', '3PL'],
  ['shipment', 'delay-in-pick-up', '2026-11-26T16:30:00.000Z', '2026-11-27T01:15:00.000Z', '3PL'],
  ['shipment', 'delay-in-return-shipment', '2026-11-26T16:30:00.000Z', '2026-11-27T01:15:00.000Z', '3PL'],
  ['shipment', 'delay-in-shipment-delivery', '2026-11-26T16:30:00.000Z', '2026-11-27T01:15:00.000Z', '3PL'],
  ['shipment', 'delivery-and-return-proofs', '2026-11-26T16:30:00.000Z', '2026-11-27T01:15:00.000Z', '3PL'],
  ['shipment', 'custom-duties', '2026-11-26T19:30:00.000Z', '2026-11-27T04:15:00.000Z', '3PL'],
  ['tech', 'integration-issues', '2026-11-26T18:30:00.000Z', '2026-11-27T03:15:00.000Z', 'L2, L3'],
  ['tech', 'sms-issue', '2026-11-26T18:30:00.000Z', '2026-11-27T03:15:00.000Z', 'L2, L3'],
  ['tech', 'api-related-questions', SUNDAY_SAME_TIME, MONDAY_OPENING, ''],
  ['tech', 'user-interface-issue', SUNDAY_SAME_TIME, MONDAY_OPENING, 'L3'],
  ['tech', 'sharing-api', 'none', 'none', 'L1'],
  ['tech', 'configuration-issue', '2026-11-26T20:30:00.000Z', '2026-11-27T05:15:00.000Z', 'L2, L3'],
  ['tech', 'flex-wallet-issues', '2026-11-26T20:30:00.000Z', '2026-11-27T05:15:00.000Z', 'L2, L3'],
  ['tech', 'system-down', '2026-11-26T17:30:00.000Z', '2026-11-27T02:15:00.000Z', 'L2, L3'],
  ['tech', 'webhook-updates', '2026-11-26T17:30:00.000Z', '2026-11-27T02:15:00.000Z', 'L2, L3'],
  ['tech', 'feasibility-and-priority-rules', '2026-11-26T17:30:00.000Z', '2026-11-27T02:15:00.000Z', 'L2, L3'],
  ['tech', 'inventory-issues', '2026-11-26T17:30:00.000Z', '2026-11-27T02:15:00.000Z', 'L2'],
  ['tech', 'scanning-issue', '2026-11-26T17:30:00.000Z', '2026-11-27T02:15:00.000Z', 'L2, L3'],
  ['tech', 'printing-issues', '2026-11-26T17:30:00.000Z', '2026-11-27T02:15:00.000Z', 'L2, L3'],
  ['tech', 'partnerships', 'none', 'none', 'Partnership Manager'],
  ['tech', 'special-projects', 'none', 'none', 'Account Manager'],
];

/** By the deadline of the Thursday's ticket: when 75 % of its time, working time where days are promised, have passed. */
const AT_RISK: Readonly<Record<string, string>> = {
  '2026-11-26T16:30:00.000Z': '2026-11-26T16:00:00.000Z',
  '2026-11-26T17:30:00.000Z': '2026-11-26T16:45:00.000Z',
  '2026-11-26T18:30:00.000Z': '2026-11-26T17:30:00.000Z',
  '2026-11-26T19:30:00.000Z': '2026-11-26T18:15:00.000Z',
  '2026-11-26T20:30:00.000Z': '2026-11-26T19:00:00.000Z',
  [SUNDAY_SAME_TIME]: '2026-11-29T12:15:00.000Z',
  '2026-12-03T14:30:00.000Z': '2026-12-02T12:15:00.000Z',
};

const ticket = (category: string, subcategory: string, who: Readonly<Record<string, string>> = {}) =>
  new PackTimeline(['oto'], 'ticket/T-1').tell('ticket.created', THURSDAY, {
    category,
    subcategory,
    channel: 'chat',
    ...who,
  });
const resolve = (line: PackTimeline, at: string) => line.tell('ticket.resolved', at);
const RESOLUTION = 'oto/ticket-resolution';

function dueOf(category: string, subcategory: string, created: string): string {
  const data = { category, subcategory };
  const answer = aim(matchRow(promise.rows, data)!.target, Date.parse(created), rule, data);
  return answer.due === null ? answer.kind : new Date(answer.due).toISOString();
}

describe('the OTO matrix', () => {
  it('has 46 rows, each with action and provenance, and nothing that the linter minds', () => {
    expect(promise.rows).toHaveLength(46);
    expect(GOLDEN).toHaveLength(46);
    expect(promise.rows.filter(({ action, provenance }) => action === '' || provenance === '')).toEqual([]);
    expect(parsed.warnings).toEqual([]);
  });

  it.each(GOLDEN)('%s/%s', (category, subcategory, thursday, friday, team) => {
    expect(dueOf(category, subcategory, THURSDAY)).toBe(thursday);
    expect(dueOf(category, subcategory, FRIDAY)).toBe(friday);
    expect(matchRow(promise.rows, { category, subcategory })).toMatchObject({
      name: `${category}/${subcategory}`,
      team,
    });
  });

  it.each(GOLDEN)('%s/%s, told as a timeline', (category, subcategory, due) => {
    const begin = () => ticket(category, subcategory);
    const line = begin().run('2026-12-24T00:00:00Z');
    if (due === 'none' || due === 'not-set') {
      expect(line.said()).toEqual([]);
      expect(line.clock(RESOLUTION)).toMatchObject({ state: 'running', target: due, due: null });
      expect(resolve(line, '2026-12-24T01:00:00.000Z').clock(RESOLUTION).state).toBe('met');
      return;
    }
    expectDeadline(RESOLUTION, due, begin, resolve);
    expect(line.said()).toEqual([`at-risk at-risk ${AT_RISK[due]}`, `breached deadline ${due}`]);
  });

  it('reads as a manager would say it', () => {
    const sentenceOf = (name: string) => describeRow(promise, promise.rows.find((row) => row.name === name)!);
    expect(sentenceOf('account/warehouse-edit')).toBe('Warehouse edit: resolve in 3 h, round the clock, L2');
    expect(sentenceOf('finance/cod-transfer')).toBe('Cod transfer: target not set yet, Finance');
  });

  it('marks six rows as urgent, as its source does', () => {
    expect(promise.rows.filter(({ urgent }) => urgent).map(({ name }) => name)).toEqual([
      'account/warehouse-edit',
      'finance/invoicing',
      'tech/system-down',
      'tech/webhook-updates',
      'tech/feasibility-and-priority-rules',
      'tech/inventory-issues',
    ]);
  });

  it('flags invoicing, whose team comes from a row with another row’s text', () => {
    expect(promise.rows.find(({ name }) => name === 'finance/invoicing')?.provenance).toContain('Doubtful');
  });

  it('leaves a category that it does not know unmatched', () => {
    expect(matchRow(promise.rows, { category: 'account', subcategory: 'invoicing' })).toBeUndefined();
    expect(matchRow(promise.rows, { category: 'finance' })).toBeUndefined();
  });
});

describe('one line to change', () => {
  const changed = (from: string, to: string) => {
    const other = parsePack(source.replace(from, to), 'oto.yaml', NOW);
    if ('problems' in other) throw new Error(JSON.stringify(other.problems));
    return other.compiled.promises[0]!.rows;
  };
  it('counts hours on the calendar', () => {
    const rows = changed('hours: round the clock', 'hours: operations');
    expect(rows.find(({ name }) => name === 'tech/system-down')?.target).toEqual({
      kind: 'working',
      calendar: 'operations',
      ms: 10_800_000,
    });
  });
  it('reads a day otherwise', () => {
    const rows = changed('a-day: same time', 'a-day: end of day');
    expect(rows[0]?.target).toMatchObject({ kind: 'business-days', days: 1, reading: 'end-of-day' });
  });
});

describe('a ticket', () => {
  it('that is classified anew keeps its start', () => {
    const line = ticket('account', 'reports').tell('ticket.classified', '2026-11-26T15:00:00.000Z', {
      field: 'subcategory',
      from: 'reports',
      to: 'warehouse-edit',
    });
    expect(new Date(line.clock(RESOLUTION).due!).toISOString()).toBe('2026-11-26T17:30:00.000Z');
  });
  it('that is reopened goes on, without the time in which it was resolved', () => {
    const line = resolve(ticket('account', 'warehouse-edit'), '2026-11-26T15:30:00.000Z');
    line.tell('ticket.reopened', '2026-11-26T16:45:00.000Z');
    expect(new Date(line.clock(RESOLUTION).due!).toISOString()).toBe('2026-11-26T18:45:00.000Z');
  });
  it('that waits for the merchant counts on: the source knows no pauses', () => {
    const line = ticket('account', 'warehouse-edit').tell('ticket.status-changed', '2026-11-26T15:00:00.000Z', {
      to: 'waiting',
      waitingOn: 'customer',
    });
    expect(new Date(line.clock(RESOLUTION).due!).toISOString()).toBe('2026-11-26T17:30:00.000Z');
  });
  it('whose row and data name no team reminds its assignee, and nobody where there is none', () => {
    const tell = (who: Record<string, string>) =>
      ticket('account', 'account-settings', who)
        .run('2026-11-29T14:00:00.000Z')
        .signals.map((signal) => signal.tell);
    expect(tell({ assignee: 'lena' })).toEqual([['assignee/lena']]);
    expect(tell({ team: 'AM' })).toEqual([['team/AM']]);
    expect(tell({})).toEqual([[]]);
  });
});
