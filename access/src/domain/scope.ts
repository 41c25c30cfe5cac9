/** What a token lets its holder do; `may-do.ts` says which routes that is. */
export const SCOPES = ['wall', 'partner', 'manager', 'admin', 'source'] as const;

export type Scope = (typeof SCOPES)[number];

export const isScope = (text: unknown): text is Scope => (SCOPES as readonly unknown[]).includes(text);
