/** What a reason to leave a KPI is called whose author has given no name but a bare condition. */
export const BY_ITS_DATA = 'by its data';
