import type { Incident } from '@belfry/processor/contract';
import { byGravest, type IncidentLine } from '../../contract/index.ts';
import { Newest } from '../newest.ts';

/** How many incidents walls get: two pages of a phone, and far more than a wall shows at once. */
export const INCIDENTS_SHOWN = 24;

/** An unresolved incident as it is shown. Names of partners are put in then. */
export type OpenIncident = Omit<IncidentLine, 'partnerName'>;

/** `shown` is null for an incident that is known to be resolved, kept until the table knows it too. */
interface Known {
  readonly offset: number;
  readonly shown: OpenIncident | null;
}

/**
 * The incidents that are not resolved, from two tellers as the open breaches are (see BreachBook): the log `signals`, at
 * once, and the table `incidents`, a second later but complete. Each telling is whole, and the higher offset is the newer
 * one, in whatever order they arrive and however often.
 */
export class IncidentBook {
  /** Those that nobody has acknowledged, or whose acknowledgement has expired. */
  unacknowledged = 0;
  private readonly incidents = new Map<string, Known>();
  private readonly gravest = new Newest<OpenIncident>(byGravest, () => this.all(), INCIDENTS_SHOWN);
  /** Below it the table was asked: what was told there and is not known here has been resolved since. */
  private compared = 0;

  /** How many there are. */
  get count(): number {
    return this.gravest.count;
  }

  /** Takes an incident in as the log tells it; false if that was nothing new. */
  tell(incident: Incident): boolean {
    const newest = this.incidents.get(incident.id)?.offset ?? this.compared - 1;
    if (incident.offset <= newest) return false;
    this.set(incident);
    return true;
  }

  /**
   * Begins to compare with the table. `stored` is the offset of `signals` up to which the table was complete before it was
   * read. Hand over every unresolved incident that it holds, then call `end`: what it should know and does not is resolved.
   * A comparison with a table that is behind an earlier one changes nothing.
   */
  reconcile(stored: number): { row(incident: Incident): void; end(): void } {
    const seen = new Set<string>();
    const isNews = stored >= this.compared;
    return {
      row: (incident) => {
        seen.add(incident.id);
        const known = this.incidents.get(incident.id);
        if (isNews && (known === undefined || known.offset < incident.offset)) this.set(incident);
      },
      end: () => {
        if (!isNews) return;
        for (const [id, { offset }] of this.incidents) if (!seen.has(id) && offset < stored) this.forget(id);
        this.compared = stored;
      },
    };
  }

  /** The gravest, gravest first, `INCIDENTS_SHOWN` at most. */
  top(): readonly OpenIncident[] {
    return this.gravest.first();
  }

  private set(incident: Incident): void {
    this.forget(incident.id);
    const shown = incident.state === 'resolved' ? null : lineOf(incident);
    this.incidents.set(incident.id, { offset: incident.offset, shown });
    if (shown === null) return;
    this.gravest.add(shown);
    if (shown.acknowledged === null) this.unacknowledged += 1;
  }

  private forget(id: string): void {
    const shown = this.incidents.get(id)?.shown;
    this.incidents.delete(id);
    if (!shown) return;
    this.gravest.remove(shown);
    if (shown.acknowledged === null) this.unacknowledged -= 1;
  }

  private *all(): Iterable<OpenIncident> {
    for (const { shown } of this.incidents.values()) if (shown) yield shown;
  }
}

function lineOf(incident: Incident): OpenIncident {
  const { id, kind, severity, promise, title, subject, partner, carrier, level } = incident;
  const { open, total, silenced, since, newest, acknowledged, expired, assigned } = incident;
  return {
    ...{ id, kind, severity, promise, title, subject, partner, carrier, level },
    ...{ open, total, silenced, since, newest },
    acknowledged: acknowledged && { who: acknowledged.who, at: acknowledged.at, until: acknowledged.until },
    expired: expired?.who ?? '',
    assigned: assigned?.to ?? '',
  };
}
