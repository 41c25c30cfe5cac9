import type { BelfryEvent } from '../contract/index.ts';
import { event } from './life-events.ts';
import { HOUR, MINUTE } from './marketplace.ts';
import { partnerStory } from './partner-story.ts';
import { pickUpStory } from './pick-up-story.ts';

/** Events that happen together in the story. */
export interface StoryBeat {
  /** ms after the story's start. */
  readonly at: number;
  /** What one sees, for the log. */
  readonly title: string;
  readonly events: readonly BelfryEvent[];
}

export interface LiveStory {
  /**
   * Orders of the partner whose rate will fall, and tickets that were opened before the start, aged so that their deadlines and the steps of their ladders fall into the
   * story's minutes. They are told together with the history, so that what they should have rung before the start stays
   * quiet.
   */
  readonly aged: readonly BelfryEvent[];
  /** In order; the first one at 0. */
  readonly beats: readonly StoryBeat[];
}

export interface LiveStoryOptions {
  /** ms UTC: the wall goes live. */
  readonly start: number;
  /** Marks what is aged as the history's. */
  readonly importid?: string;
  /** The starts of the stories that were told before, in order, ms UTC: the partner's rate counts what is left of them. */
  readonly earlier?: readonly number[];
}

const SECOND = 1000;

/**
 * The story that a newcomer watches in the first five minutes (screens: the demo). Its tickets' targets are those of the
 * OTO pack: warehouse-edit 3 h, pick-up and courier 2 h, reports 6 h, all round the clock. It begins with three deadlines
 * in the next quarter of an hour and ends with all promises kept. Two more tickets have an impact and an urgency, so that
 * the Webbee pack rules them: they climb its ladder, which is counted round the clock from their creation. One of them has
 * no deadline at all (P3), that of the other is a day away (P1: 48 h). The orders of two stories beside it are told in
 * partner-story.ts and pick-up-story.ts.
 *
 * The warehouse-edit ticket is opened as `reports` and recognised at 1:00, twenty seconds before its time is up: were it
 * known as one from the beginning, its reminder would have been due before the story began.
 */
export function liveStory(options: LiveStoryOptions): LiveStory {
  const { start, importid, earlier = [] } = options;
  const partner = partnerStory(start, earlier, importid);
  // A restarted demo tells its story anew, about other tickets.
  const run = Math.floor(start / SECOND).toString(36);
  const ticket = (name: string) => {
    const id = `W-${run}-${name}`;
    return (part: string, type: BelfryEvent['type'], at: number, data: Record<string, unknown>, of?: string) =>
      event(`${id}:${part}`, 'desk', type, `ticket/${id}`, at, data, of);
  };
  const warehouse = ticket('1');
  const pickUp = ticket('2');
  const courier = ticket('3');
  const proof = ticket('4');
  const slow = ticket('5');
  const slower = ticket('6');
  const due = {
    warehouse: start + 80 * SECOND,
    pickUp: start + 200 * SECOND,
    courier: start + 7 * MINUTE,
    proof: start + 12 * MINUTE,
  };
  const goesUp = start + 100 * SECOND;
  const pickUps = pickUpStory({
    from: start + 160 * SECOND,
    to: start + 200 * SECOND,
    lateAt: start + 290 * SECOND,
    run,
  });
  const opened = (
    tell: typeof warehouse,
    at: number,
    partner: string,
    kind: { readonly category: string; readonly subcategory: string; readonly team: string },
    of?: string,
  ): BelfryEvent =>
    tell('created', 'ticket.created', Math.round(at), { partner, ...kind, channel: 'chat', priority: 'P2' }, of);
  /** Nobody tells its priority: it follows from these two. */
  const climbing = (
    tell: typeof warehouse,
    at: number,
    data: { readonly partner: string; readonly impact: string; readonly urgency: string },
  ): BelfryEvent =>
    tell(
      'created',
      'ticket.created',
      at,
      { ...data, category: 'tech', team: 'development', channel: 'mail' },
      importid,
    );
  const shipment = (subcategory: string) => ({ category: 'shipment', subcategory, team: '3PL' });
  const noor = { actor: { kind: 'agent', id: 'noor' } } as const;

  return {
    aged: [
      ...partner.aged,
      opened(pickUp, due.pickUp - 2 * HOUR, 'p05', shipment('delay-in-pick-up'), importid),
      opened(courier, due.courier - 2 * HOUR, 'p10', shipment('courier-issue'), importid),
      opened(proof, due.proof - 2 * HOUR, 'p03', shipment('delivery-and-return-proofs'), importid),
      climbing(slow, goesUp - 8 * HOUR, { partner: 'p07', impact: 'medium', urgency: 'medium' }),
      climbing(slower, goesUp - 24 * HOUR, { partner: 'p02', impact: 'high', urgency: 'high' }),
    ],
    beats: [
      {
        at: 0,
        title: 'a merchant asks for a report',
        events: [
          opened(warehouse, due.warehouse - 3 * HOUR, 'p01', {
            category: 'account',
            subcategory: 'reports',
            team: 'L2',
          }),
        ],
      },
      {
        at: 60 * SECOND,
        title: 'the ticket is a warehouse edit: 20 seconds are left',
        events: [
          warehouse('classified', 'ticket.classified', start + 60 * SECOND, {
            field: 'subcategory',
            from: 'reports',
            to: 'warehouse-edit',
            ...noor,
          }),
          warehouse('assigned', 'ticket.assigned', start + 60 * SECOND, { team: 'L2', assignee: 'noor', ...noor }),
        ],
      },
      { at: 80 * SECOND, title: 'the warehouse edit breaches', events: [] },
      { at: 100 * SECOND, title: 'two tickets have waited for 8 h and for 24 h: the next levels are told', events: [] },
      {
        at: 120 * SECOND,
        title: 'Lena acknowledges the warehouse edit',
        events: [acknowledged(`W-${run}-1`, start + 120 * SECOND)],
      },
      {
        at: 140 * SECOND,
        title: 'late evidence: it was resolved before its deadline',
        events: [warehouse('resolved', 'ticket.resolved', due.warehouse - 5 * SECOND, { ...noor })],
      },
      {
        at: 150 * SECOND,
        title: 'shops tell of 60 parcels that they handed to a carrier almost two hours ago',
        events: pickUps.handedOver,
      },
      {
        at: 160 * SECOND,
        title: 'the carrier does not scan: 60 pick-ups run out within 40 seconds, one incident',
        events: [],
      },
      {
        at: 198 * SECOND,
        title: 'a shop tells of orders whose day is over: its on-time rate falls below 90 %',
        events: partner.late,
      },
      { at: 200 * SECOND, title: 'a pick-up ticket breaches', events: [] },
      // It has told nothing for 20 seconds (shop-pulse.ts).
      { at: 230 * SECOND, title: 'the shop itself falls silent: its cells are hatched', events: [] },
      {
        at: 260 * SECOND,
        title: 'the shop is heard again, and the scans come back: most parcels were picked up in time',
        events: pickUps.inTime,
      },
      {
        at: 279 * SECOND,
        title: 'the carrier delivered most of them in time: the partner recovers',
        events: partner.inTime,
      },
      {
        at: 300 * SECOND,
        title: 'the rest is resolved',
        events: [
          ...partner.rest,
          ...pickUps.late,
          pickUp('resolved', 'ticket.resolved', start + 299 * SECOND, { actor: { kind: 'agent', id: 'omar' } }),
          courier('resolved', 'ticket.resolved', start + 299 * SECOND, { actor: { kind: 'agent', id: 'lena' } }),
          proof('resolved', 'ticket.resolved', start + 299 * SECOND, { actor: { kind: 'agent', id: 'lena' } }),
          slow('resolved', 'ticket.resolved', start + 299 * SECOND, { actor: { kind: 'agent', id: 'petr' } }),
          slower('resolved', 'ticket.resolved', start + 299 * SECOND, { actor: { kind: 'agent', id: 'petr' } }),
        ],
      },
    ],
  };
}

/** As the pages say it: of whatever incident the ticket is in when it is heard. */
function acknowledged(ticket: string, at: number): BelfryEvent {
  const data = { who: 'Lena', reason: 'I am on the phone with the warehouse.' };
  return event(`${ticket}:acknowledged`, 'belfry', 'signal.acknowledged', `ticket/${ticket}`, at, data);
}
