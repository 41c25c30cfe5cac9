/**
 * Spares a ring and a retraction for what is in flight: a deadline or a step fires once the horizon is beyond it by this
 * much (DESIGN, Mechanics), ms.
 */
export const GRACE_MS = 2000;
