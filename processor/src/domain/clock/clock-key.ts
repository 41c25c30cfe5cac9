/** The name of a clock among its subject's. */
export const clockKey = (promise: string, cycle: number): string => `${promise}#${cycle}`;
