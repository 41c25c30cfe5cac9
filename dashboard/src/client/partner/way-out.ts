import { Refusal, type Trouble } from '../desk/trouble.ts';
import type { PageState } from '../state/page-url.ts';

/** A link out of what is refused, and will be as often as it is asked. */
export interface WayOut {
  readonly href: string;
  readonly words: string;
}

const WORDS: Readonly<Record<string, string>> = { from: 'Clear days', to: 'Clear days', asOf: 'Show as of now' };
const CLEARED = ['from', 'to', 'asOf', 'market', 'carrier', 'channel'] as const;

/** null: asking again may help. */
export function wayOut(
  trouble: Trouble,
  { href }: { readonly href: (change: Partial<PageState>) => string },
): WayOut | null {
  if (!(trouble instanceof Refusal)) return null;
  const name = CLEARED.find((one) => one === trouble.refused);
  if (trouble.status === 404) return { href: href({ partner: null, kpi: null, window: null }), words: 'All partners' };
  if (trouble.status !== 400 || name === undefined) return null;
  const days = name === 'from' || name === 'to';
  return { href: href(days ? { from: null, to: null } : { [name]: null }), words: WORDS[name] ?? `Clear ${name}` };
}
