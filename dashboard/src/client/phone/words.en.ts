import { pluralIn } from '../language/plural.ts';

const plural = pluralIn('en');

/** What a phone says. Figures come as they are shown, beside the number that decides their form. */
export const en = {
  demo: 'DEMO',
  live: 'live',
  noLink: 'no link',
  dataOf: (age: string) => `data ${age}`,
  verdict: 'Verdict',
  /** Stands behind the number. */
  breached: (n: number) => plural(n, { other: 'BREACHED' }),
  /** The verdict's second line: how many incidents, and how many of them nobody has taken on. */
  incidentsOf: (incidents: string, unacknowledged: string) => `${incidents}, ${unacknowledged}`,
  allAcknowledged: 'all acknowledged',
  unacknowledged: (n: number, shown: string) => plural(n, { other: `${shown} unacknowledged` }),
  dueSoon: (n: number, shown: string) => plural(n, { other: `${shown} due in 15 min` }),
  noNewBreach: 'NO NEW BREACH',
  allKept: 'ALL PROMISES KEPT',
  noDeadline: 'no deadline ahead',
  nextDeadline: (time: string) => `next deadline ${time}`,
  stillOpen: (n: number, shown: string) => plural(n, { other: `${shown} still open from history` }),
  noBreachYet: 'no breach yet',
  lastBreach: (age: string) => `last breach ${age} ago`,
  linkLost: 'NO LINK',
  dataLost: 'NO DATA',
  pictureOf: (time: string) => `picture is old, of ${time}`,
  thenBreached: (n: number, shown: string) => plural(n, { other: `then: ${shown} breached` }),
  readingLog: 'READING THE LOG',
  breachedSoFar: (n: number, shown: string) => plural(n, { other: `${shown} breached so far` }),
  noEvents: 'No events yet',
  takingHistory: 'TAKING IN HISTORY',
  readingHistory: 'Reading history …',
  connecting: 'Connecting …',
  /** What stands before and behind the names of the hooks that fail. */
  hooksFail: (n: number): readonly [string, string] => [
    plural(n, { one: 'Hook', other: 'Hooks' }),
    plural(n, { one: 'fails: perhaps nobody is told', other: 'fail: perhaps nobody is told' }),
  ],
  incidents: 'Incidents',
  /** What stands before the link to the other incidents, and the link. */
  moreIncidents: (n: number, shown: string): readonly [string, string] => [
    'and',
    plural(n, { other: `${shown} more` }),
  ],
  noIncident: 'No open incident.',
  /** Stands before a level. */
  escalatedTo: 'escalated to',
  allSilenced: 'silenced: hooks say nothing',
  someSilenced: (n: number, shown: string) => plural(n, { other: `${shown} silenced` }),
  /** Stands before a name. */
  assignedTo: 'assigned to',
  acknowledgedUntil: (at: string, until: string) => `${at}, until ${until}`,
  /** Stands before a name. */
  expired: 'ACK EXPIRED',
  onItsWay: 'Sent. The ✓ is on its way …',
  acknowledge: 'Acknowledge',
  /** Stands before what the incident is called. */
  acknowledgeThis: 'Acknowledge',
  holds: 'holds for 30 min, the ladder goes on',
  comment: 'Comment, if you like',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  keyFigures: 'Key figures',
  unknown: 'n/a',
  partners: 'Partners, worst first',
  /** Heard behind the number. */
  openBreaches: (n: number) => plural(n, { other: 'open breaches' }),
  allPartners: (n: number, shown: string) => plural(n, { other: `All ${shown} partners` }),
};

export type PhoneWords = typeof en;
