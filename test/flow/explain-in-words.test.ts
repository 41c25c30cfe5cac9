import { describe, expect, test } from 'vitest';
import { explanationSchema } from '../../processor/src/contract/explanation-schema.ts';
import { parsePack } from '../../processor/src/domain/policy/parse-pack.ts';
import { explanationOf } from '../../processor/src/inquiry/explain/explain.ts';
import { inWords } from '../../processor/src/inquiry/explain/in-words.ts';
import { judgeAgain } from '../../processor/src/inquiry/explain/judge-again.ts';
import { FoldBench } from '../support/fold-bench.ts';
import { archiveOf } from '../support/lane-archive.ts';
import { LaneRecords } from '../support/small-pack.ts';

/** A desk that works from Sunday to Thursday in Riyadh; a customer who is waited for does not count. */
const DESK = `
pack: desk
title: Support desk
description: How soon a ticket is resolved.
effective: 2026-01-01
calendars:
  office:
    zone: Asia/Riyadh
    hours: { sunday to thursday: 09:00-18:00 }
partners:
  noor: { name: Noor Home, market: sa, zone: Asia/Riyadh, tier: gold, review-day: 1 }
promises:
  resolve:
    title: Resolution
    subject: ticket
    kind: contractual
    start: ticket.created
    stop: ticket.resolved
    cancel: ticket.deleted
    counting: { hours: office }
    pause:
      - { name: waiting-for-customer, holder: customer, while: { status: waiting } }
    provenance: Contract, section 3
    ladder:
      - { name: reminder, at: 50 %, level: L1, role: the team, responsibility: Resolve it. }
      - { name: lead, at: 1 hour after the deadline, level: L2, role: the shift lead, responsibility: Take it over. }
    targets:
      - name: warehouse-edit
        when: { category: account }
        target: 3 hours
        team: L2
        action: Correct the warehouse.
        penalty: 2 % of the month's fee
      - { name: rest, target: 6 hours, team: L1, action: Answer. }
`;

const at = (local: string): number => Date.parse(`2026-11-${local}:00+03:00`);

/** A ticket of a Thursday before the weekend, at the desk of record until `until` (the number of records). */
function story() {
  const parsed = parsePack(DESK, 'desk.yaml', at('20T00:00'));
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const lane = new LaneRecords();
  const told = (type: string, happened: string, appended = happened, data: object = {}, id = `${type} ${happened}`) =>
    lane.event('ticket/T-9', type, at(happened), at(appended), { id, source: 'desk', data });
  return [
    lane.policy(parsed.compiled, at('20T00:00')),
    told('ticket.created', '26T16:00', '26T16:00', { partner: 'noor', category: 'other' }),
    told('ticket.classified', '26T16:30', '26T16:30', { field: 'category', from: 'other', to: 'account' }),
    told('ticket.created', '26T16:00', '26T16:31', { partner: 'noor', category: 'other' }),
    told('ticket.status-changed', '26T17:00', '26T17:00', { from: 'open', to: 'waiting' }),
    told('ticket.status-changed', '26T17:30', '26T17:30', { from: 'waiting', to: 'open' }),
    lane.tick(at('29T11:00')),
    lane.tick(at('29T13:00')),
    told('ticket.message', '29T17:00', '29T13:05', {}),
    told('ticket.resolved', '29T10:00', '29T14:00', {}),
  ];
}

function explained(records: ReturnType<typeof story>, asOf: number, isPast = true) {
  const bench = new FoldBench();
  for (const record of records) bench.apply(record);
  const archive = archiveOf(records, bench, 'ticket/T-9');
  const judged = judgeAgain(archive, 'ticket/T-9', isPast ? asOf : undefined)!;
  return explanationOf('ticket/T-9', archive, judged, asOf, isPast);
}

describe('an explanation in words', () => {
  const records = story();

  test('of a breach says which time counted, who had it, what was said, and what each event did', () => {
    const explanation = explained(records, at('29T13:10'));
    expect(explanationSchema.parse(explanation)).toEqual(explanation);
    expect(inWords(explanation)).toMatchInlineSnapshot(`
      "ticket/T-9  Noor Home (noor) · market sa
      As it was believed to stand on Sun 29 Nov 2026 13:10:00, Asia/Riyadh.

      ◆ BREACHED 2:40 ago  Warehouse edit: resolve in 3 h of working time on office, L2 (row warehouse-edit of desk version 0)
        promise    desk/resolve, contractual, in force since Thu 1 Jan
        because    the first row that fits: category is account
        started    Thu 26 Nov 16:00:00
        due        Sun 29 Nov 10:30:00
        counted    5 h 40 min
        team       L2
        to do      Correct the warehouse.
        penalty    2 % of the month's fee
        written in Contract, section 3

        from                 to                   for         what                          who had it
        Thu 26 Nov 16:00:00  Thu 26 Nov 17:00:00  1 h         counted                       L2
        Thu 26 Nov 17:00:00  Thu 26 Nov 17:30:00  30 min      paused: waiting-for-customer  customer
        Thu 26 Nov 17:30:00  Thu 26 Nov 18:00:00  30 min      counted                       L2
        Thu 26 Nov 18:00:00  Sun 29 Nov 09:00:00  2 d 15 h    off hours of office           L2
        Sun 29 Nov 09:00:00  Sun 29 Nov 13:10:00  4 h 10 min  counted                       L2
        = 2 d 21 h 10 min: 5 h 40 min counted + 30 min paused + 2 d 15 h off hours
          L2 2 d 20 h 40 min (5 h 40 min counted), customer 30 min

        step      at                   level  who             said
        reminder  Thu 26 Nov 18:00:00  L1     the team        no
        lead      Sun 29 Nov 11:30:00  L2     the shift lead  yes

        said                 about                what            why
        Sun 29 Nov 11:00:00  Sun 29 Nov 10:30:00  breached        its deadline passed
        Sun 29 Nov 13:00:00  Sun 29 Nov 11:30:00  escalated lead  still open at level L2; to team/L2

      What was told, in the order in which it was told
      happened             told               what                          what it did
      Thu 26 Nov 16:00:00  at once            ticket.created (desk)         started Resolution
      Thu 26 Nov 16:30:00  at once            ticket.classified (desk)      brought Resolution to the row warehouse-edit; moved the deadline of Resolution from Sun 29 Nov 13:00:00 to Sun 29 Nov 10:00:00
      Thu 26 Nov 16:00:00  31 min later       ticket.created (desk)         nothing: it had been told before
      Thu 26 Nov 17:00:00  at once            ticket.status-changed (desk)  paused Resolution by waiting-for-customer
      Thu 26 Nov 17:30:00  at once            ticket.status-changed (desk)  let Resolution go on; moved the deadline of Resolution from Sun 29 Nov 10:00:00 to Sun 29 Nov 10:30:00
      Sun 29 Nov 17:00:00  3 h 55 min before  ticket.message (desk)         nothing: quarantined, IN_THE_FUTURE: its time lies 14100 s ahead of the log's; mend the source's clock
      "
    `);
  });

  test('after late evidence shows the breach struck through, with the reason', () => {
    expect(inWords(explained(records, at('29T14:05'), false))).toMatchInlineSnapshot(`
      "ticket/T-9  Noor Home (noor) · market sa
      As it stands on Sun 29 Nov 2026 14:05:00, Asia/Riyadh.

      ● met, 30 min to spare  Warehouse edit: resolve in 3 h of working time on office, L2 (row warehouse-edit of desk version 0)
        promise    desk/resolve, contractual, in force since Thu 1 Jan
        because    the first row that fits: category is account
        started    Thu 26 Nov 16:00:00
        due        Sun 29 Nov 10:30:00
        ended      Sun 29 Nov 10:00:00 by ticket.resolved
        counted    2 h 30 min, 30 min left
        team       L2
        to do      Correct the warehouse.
        penalty    2 % of the month's fee
        written in Contract, section 3

        from                 to                   for       what                          who had it
        Thu 26 Nov 16:00:00  Thu 26 Nov 17:00:00  1 h       counted                       L2
        Thu 26 Nov 17:00:00  Thu 26 Nov 17:30:00  30 min    paused: waiting-for-customer  customer
        Thu 26 Nov 17:30:00  Thu 26 Nov 18:00:00  30 min    counted                       L2
        Thu 26 Nov 18:00:00  Sun 29 Nov 09:00:00  2 d 15 h  off hours of office           L2
        Sun 29 Nov 09:00:00  Sun 29 Nov 10:00:00  1 h       counted                       L2
        = 2 d 18 h: 2 h 30 min counted + 30 min paused + 2 d 15 h off hours
          L2 2 d 17 h 30 min (2 h 30 min counted), customer 30 min

        step      at                   level  who             said
        reminder  Thu 26 Nov 18:00:00  L1     the team        no
        lead      Sun 29 Nov 11:30:00  L2     the shift lead  yes

        said                 about                what            why
      ~~Sun 29 Nov 11:00:00  Sun 29 Nov 10:30:00  breached        its deadline passed~~  taken back
      ~~Sun 29 Nov 13:00:00  Sun 29 Nov 11:30:00  escalated lead  still open at level L2; to team/L2~~  taken back
        Sun 29 Nov 14:00:00  Sun 29 Nov 11:30:00  retracted lead  late evidence: ticket.resolved before the deadline; to team/L2
        Sun 29 Nov 14:00:00  Sun 29 Nov 10:30:00  retracted       late evidence: ticket.resolved before the deadline

      What was told, in the order in which it was told
      happened             told               what                          what it did
      Thu 26 Nov 16:00:00  at once            ticket.created (desk)         started Resolution
      Thu 26 Nov 16:30:00  at once            ticket.classified (desk)      brought Resolution to the row warehouse-edit; moved the deadline of Resolution from Sun 29 Nov 13:00:00 to Sun 29 Nov 10:00:00
      Thu 26 Nov 16:00:00  31 min later       ticket.created (desk)         nothing: it had been told before
      Thu 26 Nov 17:00:00  at once            ticket.status-changed (desk)  paused Resolution by waiting-for-customer
      Thu 26 Nov 17:30:00  at once            ticket.status-changed (desk)  let Resolution go on; moved the deadline of Resolution from Sun 29 Nov 10:00:00 to Sun 29 Nov 10:30:00
      Sun 29 Nov 17:00:00  3 h 55 min before  ticket.message (desk)         nothing: quarantined, IN_THE_FUTURE: its time lies 14100 s ahead of the log's; mend the source's clock
      Sun 29 Nov 10:00:00  4 h later          ticket.resolved (desk)        ended Resolution; took back lead; took back the breach
      "
    `);
  });

  test('says that another version rules only of clocks of which that is so', () => {
    const other = parsePack(DESK.replace('pack: desk', 'pack: other\napplies: open'), 'other.yaml', at('20T00:00'));
    if ('problems' in other) throw new Error(JSON.stringify(other.problems));
    const lane = new LaneRecords();
    const [policy, created] = records;
    const told = [
      lane.record(policy!.kind, '', policy!.value, policy!.appendTime),
      lane.record(created!.kind, created!.key, created!.value, created!.appendTime),
      lane.policy(other.compiled, at('26T16:10')),
    ];
    const { evidence } = explained(told, at('26T16:20'));
    expect(evidence.at(-1)).toMatchObject({
      name: 'other version 2',
      effects: [{ promise: 'other/resolve', did: 'started' }],
    });
  });
});
