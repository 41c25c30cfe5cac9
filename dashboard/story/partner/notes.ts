import type { AuditEntry } from '../../src/contract/people-api.ts';
import { NOW } from '../now.ts';

const HOUR = 3_600_000;

const note = (offset: number, who: string, text: string, ago: number): AuditEntry => ({
  lane: 0,
  offset,
  at: NOW - ago,
  told: NOW - ago,
  type: 'partner.noted',
  subject: 'partner/noor',
  who,
  reason: '',
  until: null,
  data: { note: text },
});

/** What was noted of calls to a partner: of one of them something, of the others nothing. */
export const notesOf = (partner: string) =>
  partner === 'noor'
    ? {
        entries: [
          note(9, 'Lena', 'Two more packers from Monday on; asks for the late list each evening.', 2 * HOUR),
          note(4, 'لينا الحربي', 'وعد بتسريع الاستلام', 26 * HOUR),
        ],
        nextCall: NOW + 20 * HOUR,
      }
    : { entries: [], nextCall: null };
