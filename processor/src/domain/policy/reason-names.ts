/** What a reason to leave a KPI is called whose author has given no name but a bare condition. */
export const BY_ITS_DATA = 'by its data';

/** What no reason of a pack is called: that, and whom somebody has excluded by hand. */
export const TAKEN_NAMES: readonly string[] = [BY_ITS_DATA, 'by a person'];
