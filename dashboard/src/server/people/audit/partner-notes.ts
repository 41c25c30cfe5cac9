import { type AuditEntry, NOTES_SHOWN, type PartnerNotes } from '../../../contract/index.ts';
import type { Store } from '../../drilldown/selection.ts';
import { auditList } from './audit-list.ts';

/** What was noted of a partner, and when it is to be called next. @param now ms UTC. Errors are SqlError. */
export async function partnerNotes(store: Store, partner: string, now: number): Promise<PartnerNotes> {
  const entries = await auditList(store, { subject: `partner/${partner}`, type: 'partner.noted', limit: NOTES_SHOWN });
  return { entries, nextCall: nextCallOf(entries, now) };
}

/** A later note that names another call replaces the one that was planned. @param notes newest first. */
export function nextCallOf(notes: readonly Pick<AuditEntry, 'data'>[], now: number): number | null {
  const planned = notes.find(({ data }) => typeof data.nextCall === 'string');
  const at = Date.parse(String(planned?.data.nextCall));
  return at >= now ? at : null;
}
