import type { Item, ItemState } from '../../contract/incident.ts';
import type { Signal } from '../../contract/signal.ts';

/**
 * An item as the fold keeps it, until it has ended and nobody waits for the news any more. JSON: it is a state row.
 * A reminder is one as well, without an incident: `state` is `at-risk`.
 */
export interface OpenItem {
  /** Under which it is kept: its key, unless it has ended untold and its clock has begun anew since. */
  name: string;
  readonly key: string;
  readonly incident: string;
  state: ItemState;
  open: boolean;
  /** It was broken, whatever became of it. */
  broken: boolean;
  signal: Signal;
  /** Of what has ended the signal before: what a silence asks about, and how grave it was. */
  began: Signal | null;
  /** Steps of its ladder that called somebody and were not taken back. */
  steps: string[];
  customerTold: Item['customerTold'];
  /** The groups of hooks that it is in. */
  groups: string[];
  /** Of a reminder: where it was sent, so that the proof that the customer was told goes there too. */
  reminded: { readonly hook: string; readonly route: string }[];
}

/** The last signal that is no end. */
export const beginningOf = ({ began, signal }: Pick<OpenItem, 'began' | 'signal'>): Signal => began ?? signal;

export const itemOf = ({ key, incident, state, open, signal, customerTold }: OpenItem): Item => ({
  key,
  incident,
  state,
  open,
  signal,
  customerTold,
});
