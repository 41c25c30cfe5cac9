import { expect, it } from 'vitest';
import type { Breach, Escalation, IncidentLine } from '../../contract/index.ts';
import { lookOf } from './incident-look.ts';

const incident = (over: Partial<IncidentLine> = {}): IncidentLine => ({
  id: 'inc_1',
  kind: 'clock',
  severity: 'critical',
  promise: 'mall/pickup',
  title: 'Pickup',
  subject: 'order/1',
  partner: 'noor',
  partnerName: 'Noor',
  carrier: '',
  level: '',
  open: 1,
  total: 1,
  silenced: 0,
  since: 0,
  newest: 0,
  acknowledged: null,
  expired: '',
  assigned: '',
  ...over,
});
const none = { breaches: [], escalations: [] };
const clock = { subject: 'order/1', promise: 'mall/pickup' };
const acknowledged = { who: 'Lena', at: 0, until: 1 };

it('asks for somebody while a broken promise is nobody’s, and again once an acknowledgement has expired', () => {
  expect(lookOf(incident(), none)).toEqual({ shape: 'breach', paint: 'filled', about: 'breach' });
  expect(lookOf(incident({ expired: 'Lena' }), none).paint).toBe('filled');
});

it('keeps the colour as an outline for what is acknowledged, and for what is silenced whole', () => {
  expect(lookOf(incident({ acknowledged }), none)).toMatchObject({ shape: 'breach', paint: 'outlined' });
  expect(lookOf(incident({ open: 60, silenced: 60 }), none).paint).toBe('dashed');
  expect(lookOf(incident({ open: 60, silenced: 59 }), none).paint).toBe('filled');
  expect(lookOf(incident({ open: 2, silenced: 2, acknowledged }), none).paint).toBe('outlined');
});

it('does not call broken what was only escalated', () => {
  const escalated = incident({ level: 'lead' });
  const escalations = [clock as Escalation];
  expect(lookOf(escalated, { breaches: [], escalations })).toEqual({
    shape: 'risk',
    paint: 'edged',
    about: 'escalation',
  });
  expect(lookOf(escalated, { breaches: [clock as Breach], escalations }).about).toBe('breach');
  expect(lookOf(escalated, none).about).toBe('breach');
});

it('gives a number and a warning the shape of how grave they are', () => {
  expect(lookOf(incident({ kind: 'kpi', subject: '' }), none)).toMatchObject({ shape: 'breach', about: 'incident' });
  expect(lookOf(incident({ kind: 'kpi', severity: 'warning' }), none)).toEqual({
    shape: 'risk',
    paint: 'edged',
    about: 'incident',
  });
});
