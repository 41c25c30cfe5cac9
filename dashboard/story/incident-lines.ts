import type { IncidentLine } from '../src/contract/index.ts';
import { NOW } from './now.ts';

/** Incidents as walls show them: one of each kind that looks different. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const line = (id: string, over: Partial<IncidentLine>): IncidentLine => ({
  id: `inc_${id}`,
  kind: 'clock',
  severity: 'critical',
  promise: 'mall/pickup',
  title: 'Pickup 2 h',
  subject: '',
  partner: 'p0',
  partnerName: 'Noor Trading',
  carrier: '',
  level: '',
  open: 1,
  total: 1,
  silenced: 0,
  since: NOW - 42_000,
  newest: NOW - 42_000,
  acknowledged: null,
  expired: '',
  assigned: '',
  ...over,
});
export const by = (who: string, ago: number) => ({ who, at: NOW - ago, until: NOW - ago + 30 * MINUTE });
export const sixty = line('sixty', { partner: '', partnerName: '', carrier: 'SMSA', open: 60, total: 60 });
export const oneOrder = line('order', {
  promise: 'p',
  title: 'Ship confirmation',
  subject: 'order/88120',
  since: NOW - 11 * MINUTE,
});
export const arabic = line('arabic', {
  title: 'Warehouse edit',
  subject: 'ticket/T-4181',
  partnerName: 'متجر النور للتجارة',
  acknowledged: by('لينا الحربي', 9 * MINUTE),
  since: NOW - 64 * MINUTE,
});
export const kpi = line('kpi', {
  kind: 'kpi',
  severity: 'warning',
  promise: 'mall/on-time',
  title: 'On-time delivery, 7 days',
  since: NOW - 3 * HOUR,
});
