import type { Silence } from '../../contract/incident.ts';
import { matches } from '../../contract/matches.ts';
import type { Signal } from '../../contract/signal.ts';

/** The silences in force. They hide from hooks what fits them; walls show it in place, and ends are told all the same. */
export class Silences {
  readonly inForce = new Map<string, Silence>();

  /** False if it would have ended already. @param at the log's present, ms UTC. */
  set(silence: Silence, at: number): boolean {
    if (silence.until <= at) return false;
    this.inForce.set(silence.id, silence);
    return true;
  }

  /** Ends one; answers how it stands in the list from then on, undefined if it is not in force. */
  end(id: string, at: number): Silence | undefined {
    const silence = this.inForce.get(id);
    if (silence === undefined) return undefined;
    this.inForce.delete(id);
    return { ...silence, until: Math.min(silence.until, at) };
  }

  hides(signal: Signal): boolean {
    for (const { matcher } of this.inForce.values()) if (matches(matcher, signal)) return true;
    return false;
  }
}
