import type { Delivery, Incident, Item, Matcher, Notification, Silence } from '@belfry/processor/contract';

/**
 * What the pages of people ask and say: `/api/incidents`, `/api/say`, `/api/silences`, `/api/audit`, `/api/hooks`. Instants
 * are ms UTC. A refusal is `{ refused, reason, remedy }` with 400, 401, 403, 404 or 503.
 */

/** An incident with the names that people know its partner by. */
export interface NamedIncident extends Incident {
  readonly partnerName: string;
}

/**
 * `GET /api/incidents?state=open|resolved|all&partner=&subject=&before=&limit=`: open ones worst first, resolved ones newest
 * first behind them. Open ones are those that are not resolved; without `state` they are meant. `before` is for the next
 * page of resolved ones: the `resolved` of the last. A page may be longer than `limit` by those of the same instant.
 */
export interface IncidentList {
  readonly incidents: readonly NamedIncident[];
  /** How many fit, whatever the limit. */
  readonly total: number;
}

/** How many items of an incident are told at most. */
export const ITEMS_SHOWN = 500;

/** `GET /api/incidents/:id`. */
export interface IncidentDetail {
  readonly incident: NamedIncident;
  /** Open ones first, by what they are about; `ITEMS_SHOWN` at most, `incident.total` says how many there are. */
  readonly items: readonly Item[];
  /** What people said about it or its subjects, newest first. */
  readonly audit: readonly AuditEntry[];
}

/**
 * One thing that a person said; the newest come first. `GET /api/audit?subject=&type=&who=&before=&limit=`; `before` is the
 * `told` of the last one of the page before. A page may be longer than `limit` by those of the same instant.
 */
export interface AuditEntry {
  readonly lane: number;
  readonly offset: number;
  /** When it happened, and when the log took it. */
  readonly at: number;
  readonly told: number;
  readonly type: string;
  readonly subject: string;
  readonly who: string;
  readonly reason: string;
  readonly until: number | null;
  /** The event's data, as it was said. */
  readonly data: Readonly<Record<string, unknown>>;
}
export interface AuditList {
  readonly entries: readonly AuditEntry[];
}

/** `GET /api/partners/:id/notes`: what was noted of a partner, newest first, `NOTES_SHOWN` at most. */
export interface PartnerNotes {
  readonly entries: readonly AuditEntry[];
  /** What the newest note that names a next call says of it; null if none does, or if it is past. */
  readonly nextCall: number | null;
}
export const NOTES_SHOWN = 200;

/**
 * `POST /api/say`: 202 once the log has it. Who says it is whose token it came with; on loopback, where none is needed, it is
 * `data.who`. Types: `SAID_TYPES` of the processor's contract. With an `Idempotency-Key` (the event's id) it may be sent
 * again and counts once.
 */
export interface Saying {
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}
export interface SayingTaken {
  /** The event's id. */
  readonly id: string;
}

/** `GET /api/silences`: those in force and those that ended within the last day, newest first. */
export interface SilenceList {
  readonly silences: readonly (Silence & { readonly inForce: boolean; readonly hides: number })[];
}

/** `POST /api/silences/preview` `{ matcher }`: what it would hide now. */
export interface SilencePreview {
  /** Those that it would touch, worst first, `PREVIEW_SHOWN` at most. */
  readonly incidents: readonly NamedIncident[];
  /** Open items that it would hide, and all open ones. */
  readonly items: number;
  readonly of: number;
  /** A few of them; `partner` is the name that people know. */
  readonly examples: readonly { readonly subject: string; readonly title: string; readonly partner: string }[];
}

export const PREVIEW_SHOWN = 50;

export type { Matcher };

/** How a hook is. `idle`: nothing was ever posted to it. `silent`: no word of it for longer than its heartbeat. */
export type HookState = 'ok' | 'failing' | 'disabled' | 'idle';

export interface HookView {
  readonly name: string;
  readonly kind: string;
  readonly state: HookState;
  /** Attempts that failed since one last worked. */
  readonly failuresInARow: number;
  readonly lastDelivered: number | null;
  readonly lastError: string;
  /** Notifications that have no end yet. */
  readonly waiting: number;
  readonly fallback: string | null;
  /** Its last 50 notifications, newest first. */
  readonly deliveries: readonly DeliveryView[];
}

export interface DeliveryView {
  readonly id: string;
  readonly at: number;
  readonly notification: Notification;
  /** Its last word, null while nothing was tried. */
  readonly last: Delivery | null;
  readonly attempts: number;
  /** What was posted, as text; null until the first attempt. */
  readonly body: string | null;
}

/** `GET /api/hooks`. Without hooks, or with a catch-all that tells none, `nobody` is true: "Nobody is told." */
export interface HookList {
  readonly hooks: readonly HookView[];
  readonly nobody: boolean;
  readonly routes: readonly RouteView[];
}

export interface RouteView {
  readonly name: string;
  readonly line: number;
  /** What it says, in a sentence. */
  readonly sentence: string;
  readonly to: readonly string[];
}

/** `POST /api/hooks/:hook/test` and `POST /api/hooks/:hook/redeliver` `{ id }`: 202 with the notification's id. */
export interface Sent {
  readonly id: string;
}

/** `POST /api/route` with a signal: which hooks would be told, and by which rule. */
export type { RouteAnswer } from '@belfry/processor/contract';
