/** When every story happens: fixed, so that pictures compare. */
export const NOW = Date.UTC(2026, 10, 23, 14, 32, 7);
