/** What a ledger calls the time from a stop to the reopening after which the clock went on; no pause of a pack is called so. */
export const REOPENED = 'reopened';
