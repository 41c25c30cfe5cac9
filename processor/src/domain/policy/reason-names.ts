/** What a reason to leave a KPI is called whose author has given no name but a bare condition. */
export const BY_ITS_DATA = 'by its data';

/** What a person's word is called among the reasons; who said it and why stands in the archive. */
export const BY_A_PERSON = 'by a person';

/** What no reason of a pack is called. */
export const TAKEN_NAMES: readonly string[] = [BY_ITS_DATA, BY_A_PERSON];
