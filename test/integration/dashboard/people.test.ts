import type { BelfryEvent, EventData, EventType } from '@belfry/ingest/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  AuditList,
  IncidentDetail,
  IncidentList,
  PartnerNotes,
  SilenceList,
  SilencePreview,
} from '../../../dashboard/src/contract/index.ts';
import { directoryOf } from '../../../dashboard/src/server/directory.ts';
import { createHistory } from '../../../dashboard/src/server/history.ts';
import type { Matcher } from '../../../processor/src/contract/incident.ts';
import { matches } from '../../../processor/src/contract/matches.ts';
import type { Signal } from '../../../processor/src/contract/signal.ts';
import { notice } from '../../support/a-notice.ts';
import { aKpiSignal } from '../../support/a-signal.ts';
import { acknowledgedBy, anIncident, resolvedAt } from '../../support/an-incident.ts';
import { clickhouseForTests, type FreshDatabase, freshDatabase } from '../../support/clickhouse.ts';
import { openPeopleRoom, type PeopleRoom, type Refused } from '../../support/people-room.ts';
import { anItem, storeAudit, storeIncidents, storeItems, storeSilences } from '../../support/people-rows.ts';
import { describeReal } from '../../support/require-all.ts';

const clickhouse = await clickhouseForTests();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 26, 14, 32);

const partner = { market: 'sa', zone: 'Asia/Riyadh', tier: 'gold', reviewDay: 1 };
const DIRECTORY = directoryOf([
  {
    number: 0,
    pack: 'mall',
    partners: [
      { ...partner, id: 'noor', name: 'Noor Home' },
      { ...partner, id: 'beta', name: 'Beta' },
    ],
    promises: [],
    kpis: [],
    zones: {},
  },
]);

const said = (type: EventType, subject: string, at: number, data: EventData): BelfryEvent => ({
  specversion: '1.0',
  id: `${type}-${at}`,
  source: 'belfry',
  type,
  subject,
  time: new Date(at).toISOString(),
  data,
});

describeReal('ClickHouse', clickhouse.missing)('what people ask of the tables', () => {
  let fresh: FreshDatabase;
  let room: PeopleRoom;

  beforeAll(async () => {
    fresh = await freshDatabase(clickhouse);
    room = await openPeopleRoom({ now: NOW, sql: fresh.sql, directory: () => DIRECTORY });
  });
  afterAll(() => fresh?.drop());

  const ask = async <Body>(path: string): Promise<Body> => {
    const { status, body, headers } = await room.get<Body>(path);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    return body;
  };

  test('nothing of an empty Belfry', async () => {
    expect(await ask('/api/incidents?state=all')).toEqual({ incidents: [], total: 0 });
    expect(await ask('/api/audit')).toEqual({ entries: [] });
    expect(await ask('/api/silences')).toEqual({ silences: [] });
    expect(await ask('/api/partners/noor/notes')).toEqual({ entries: [], nextCall: null });
    const preview = await room.post('/api/silences/preview', { matcher: { partner: 'noor' } });
    expect(preview.body).toEqual({ incidents: [], items: 0, of: 0, examples: [] });
  });

  describe('incidents', () => {
    beforeAll(async () => {
      const { sql } = fresh;
      // The newest record of each counts, whatever is stored before it or under another generation.
      await storeIncidents(sql, [
        anIncident({ id: 'inc_new', offset: 5, newest: 9_000 }),
        anIncident({ id: 'inc_old', offset: 5, newest: 3_000, severity: 'critical' }),
        anIncident({ id: 'inc_warn', offset: 6, newest: 9_900, severity: 'warning', partner: 'beta' }),
        acknowledgedBy('Lena', { id: 'inc_taken', offset: 8, newest: 9_999 }),
        anIncident({ id: 'inc_carrier', offset: 7, newest: 1_000, partner: '', carrier: 'aramex' }),
        anIncident({ id: 'inc_done', offset: 3 }),
        resolvedAt(7_000, { id: 'inc_first', offset: 9 }),
        resolvedAt(8_000, { id: 'inc_twin', offset: 9 }),
      ]);
      await storeIncidents(sql, [
        resolvedAt(8_000, { id: 'inc_done', offset: 9 }),
        anIncident({ id: 'inc_new', offset: 4, title: 'Told before' }),
      ]);
      await storeIncidents(sql, [anIncident({ id: 'inc_replayed' })], 2);
      await storeItems(sql, [
        anItem('inc_carrier', '1', {}, { partner: 'noor' }),
        anItem('inc_carrier', '2', {}, { partner: 'beta' }),
        anItem('inc_new', '3'),
        anItem('inc_done', '1', { state: 'resolved', open: false }),
      ]);
    });
    const ids = async (query: string) =>
      (await ask<IncidentList>(`/api/incidents?${query}`)).incidents.map(({ id }) => id);

    test('open ones: what nobody has taken on first, then the graver, then the newer', async () => {
      const { incidents, total } = await ask<IncidentList>('/api/incidents');
      expect(incidents.map(({ id }) => id)).toEqual(['inc_new', 'inc_old', 'inc_carrier', 'inc_warn', 'inc_taken']);
      expect(total).toBe(5);
      expect(incidents[0]).toEqual({
        ...anIncident({ id: 'inc_new', offset: 5, newest: 9_000 }),
        partnerName: 'Noor Home',
      });
      expect(incidents[2]!.partnerName).toBe('');
    });

    test('as the wall asks for them', async () => {
      const found: string[] = [];
      for await (const slice of createHistory(fresh.sql, 1).openIncidents()) found.push(...slice.map(({ id }) => id));
      expect(found.sort()).toEqual(['inc_carrier', 'inc_new', 'inc_old', 'inc_taken', 'inc_warn']);
    });

    test('resolved ones: newest first, and no page ends between two of one instant', async () => {
      const first = await ask<IncidentList>('/api/incidents?state=resolved&limit=1');
      expect([first.incidents.map(({ id }) => id).sort(), first.total]).toEqual([['inc_done', 'inc_twin'], 3]);
      expect(await ids('state=resolved&limit=1&before=8000')).toEqual(['inc_first']);
      expect(await ids('state=resolved&before=7000')).toEqual([]);
    });

    test('all of them: the resolved ones behind the open ones, a page at a time', async () => {
      const first = await ask<IncidentList>('/api/incidents?state=all&limit=6');
      expect(first.total).toBe(8);
      expect(first.incidents.slice(0, 5).map(({ id }) => id)).toEqual(await ids('state=open'));
      expect(first.incidents.slice(5).map(({ resolved }) => resolved)).toEqual([8_000, 8_000]);
      expect(await ids('state=all&limit=6&before=8000')).toEqual(['inc_first']);
      expect(await ids('state=all&limit=2')).toEqual(['inc_new', 'inc_old']);
    });

    test('of a partner or a subject: those that have an item of it', async () => {
      expect(await ids('partner=beta')).toEqual(['inc_carrier', 'inc_warn']);
      expect(await ids('subject=partner/beta')).toEqual(['inc_carrier', 'inc_warn']);
      expect(await ids('subject=order/1')).toEqual(['inc_carrier']);
      expect((await ids('subject=order/1&state=all')).sort()).toEqual(['inc_carrier', 'inc_done']);
      expect(await ids('subject=incident/inc_old')).toEqual(['inc_old']);
      expect(await ids('partner=nobody')).toEqual([]);
    });

    test('one with its items, open ones first, and what people said about it or its subjects', async () => {
      await storeIncidents(fresh.sql, [anIncident({ id: 'inc_whole', since: NOW - 2 * MINUTE })]);
      await storeItems(fresh.sql, [
        anItem('inc_whole', '21', { open: false, state: 'resolved' }, { at: 1 }),
        anItem('inc_whole', '22', {}, { at: 9 }),
        anItem('inc_whole', '23', {}, { at: 8 }),
      ]);
      const told = (offset: number, event: BelfryEvent) => ({ lane: 0, offset, told: Date.parse(event.time), event });
      await storeAudit(fresh.sql, [
        told(1, said('signal.acknowledged', 'incident/inc_whole', NOW - MINUTE, { who: 'Lena' })),
        told(2, said('kpi.excluded', 'order/22', NOW, { who: 'Omar', reason: 'strike' })),
        told(3, said('signal.acknowledged', 'partner/noor', NOW - 30_000, { who: 'Sara' })),
        told(4, said('signal.acknowledged', 'partner/noor', NOW - DAY, { who: 'of something else' })),
        told(5, said('partner.noted', 'partner/noor', NOW, { who: 'of the partner' })),
        told(6, said('signal.acknowledged', 'incident/inc_old', NOW, { who: 'of another' })),
      ]);
      const { incident, items, audit } = await ask<IncidentDetail>('/api/incidents/inc_whole');
      expect([incident.id, incident.partnerName]).toEqual(['inc_whole', 'Noor Home']);
      expect(items.map(({ key }) => key.slice(0, 8))).toEqual(['order/23', 'order/22', 'order/21']);
      expect(items[0]).toEqual(anItem('inc_whole', '23', {}, { at: 8 }));
      expect(audit.map(({ who }) => who)).toEqual(['Omar', 'Sara', 'Lena']);
    });

    test('one that there is none is not found, and what is asked wrongly is refused with what to write', async () => {
      const refused = async (path: string) => {
        const { status, body } = await room.get<Refused>(path);
        expect(body.remedy).toMatch(/\.$/);
        return [status, body.refused];
      };
      expect(await refused('/api/incidents/inc_none')).toEqual([404, 'id']);
      expect(await refused('/api/incidents?state=closed')).toEqual([400, 'state']);
      expect(await refused('/api/incidents?limit=0')).toEqual([400, 'limit']);
      expect(await refused('/api/incidents?before=yesterday')).toEqual([400, 'before']);
      expect(await refused('/api/incidents?partener=noor')).toEqual([400, 'partener']);
      expect(await refused('/api/audit?type=order.shipped')).toEqual([400, 'type']);
    });
  });

  describe('the audit list', () => {
    const START = NOW + DAY;
    beforeAll(async () => {
      const note = (offset: number, told: number, data: EventData, at = told) => ({
        lane: 1,
        offset,
        told,
        event: said('partner.noted', 'partner/beta', at, data),
      });
      await storeAudit(fresh.sql, [
        note(1, START, { who: 'Lena', note: 'calls back' }, START - MINUTE),
        note(2, START + 1, { who: 'Omar', note: "it's the carrier", nextCall: '2026-12-24T10:00:00Z' }),
        note(3, START + 1, {
          who: 'Lena',
          nextCall: '2026-11-26T15:00:00Z',
          reason: 'review',
          until: '2026-12-01T00:00:00Z',
        }),
        note(4, START + 2, { who: 'Sara', note: 'nobody there' }),
      ]);
      // Stored again after a restart, as anything may be.
      await storeAudit(fresh.sql, [note(4, START + 2, { who: 'Sara', note: 'nobody there' })]);
    });
    const offsets = async (query: string) =>
      (await ask<AuditList>(`/api/audit?${query}`)).entries.map(({ offset }) => offset);

    test('says each thing once, newest first, with both of its times and all that was said', async () => {
      const { entries } = await ask<AuditList>('/api/audit?subject=partner/beta');
      expect(entries.map(({ offset }) => offset)).toEqual([4, 3, 2, 1]);
      expect(entries[1]).toEqual({
        lane: 1,
        offset: 3,
        at: START + 1,
        told: START + 1,
        type: 'partner.noted',
        subject: 'partner/beta',
        who: 'Lena',
        reason: 'review',
        until: Date.UTC(2026, 11, 1),
        data: { who: 'Lena', nextCall: '2026-11-26T15:00:00Z', reason: 'review', until: '2026-12-01T00:00:00Z' },
      });
      expect([entries[3]!.at, entries[3]!.told]).toEqual([START - MINUTE, START]);
    });

    test('by who, by what and a page at a time: no page ends between two of one instant', async () => {
      expect(await offsets('subject=partner/beta&who=Lena')).toEqual([3, 1]);
      expect(await offsets('subject=partner/beta&type=silence.set')).toEqual([]);
      expect(await offsets('subject=partner/beta&limit=2')).toEqual([4, 3, 2]);
      expect(await offsets(`subject=partner/beta&limit=2&before=${START + 1}`)).toEqual([1]);
    });

    test('holds the notes of a partner, with the next call that was planned last', async () => {
      const { entries, nextCall } = await ask<PartnerNotes>('/api/partners/beta/notes');
      expect(entries.map(({ offset }) => offset)).toEqual([4, 3, 2, 1]);
      expect(nextCall).toBe(Date.UTC(2026, 10, 26, 15));
      room.clock.set(Date.UTC(2026, 10, 26, 15, 1));
      // The later plan replaced the earlier one, which is not taken up again.
      expect((await ask<PartnerNotes>('/api/partners/beta/notes')).nextCall).toBeNull();
      room.clock.set(NOW);
    });
  });

  describe('silences', () => {
    const KPI = { ...aKpiSignal({ market: 'sa' }), partner: 'gamma' };
    beforeAll(async () => {
      await storeIncidents(fresh.sql, [
        anIncident({ id: 'inc_gamma', partner: 'gamma' }),
        anIncident({ id: 'inc_kpi', kind: 'kpi', severity: 'warning', partner: 'gamma' }),
      ]);
      await storeItems(fresh.sql, [
        anItem('inc_gamma', '31', {}, { partner: 'gamma', carrier: 'aramex' }),
        anItem('inc_gamma', '32', {}, { partner: 'gamma' }),
        anItem('inc_gamma', '33', { open: false, state: 'resolved' }, { partner: 'gamma' }),
        { ...anItem('inc_kpi', ''), key: 'mall/on-time|gamma|7d', signal: KPI },
      ]);
      const silence = (id: string, from: number, until: number, matcher: Matcher, offset = 1) => ({
        ...{ id: `silence/${id}`, offset, from, until, matcher, who: 'Lena', reason: "they move, it's known" },
      });
      await storeSilences(fresh.sql, [
        silence('now', NOW - MINUTE, NOW + DAY, { partner: ['gamma', 'delta'] }),
        silence('both', NOW - 2 * MINUTE, NOW + DAY, { partner: 'gamma', carrier: 'aramex' }),
        silence('ended', NOW - 3 * MINUTE, NOW + DAY, { partner: 'gamma' }),
        silence('over', NOW - DAY, NOW - DAY + MINUTE, { partner: 'gamma' }),
        silence('long-over', NOW - 3 * DAY, NOW - DAY, { partner: 'gamma' }),
      ]);
      await storeSilences(fresh.sql, [silence('ended', NOW - 3 * MINUTE, NOW, { partner: 'gamma' }, 2)]);
    });

    test('in force and lately ended, newest first, with what they hide', async () => {
      const { silences } = await ask<SilenceList>('/api/silences');
      expect(silences.map(({ id, inForce, hides }) => [id, inForce, hides])).toEqual([
        ['silence/now', true, 3],
        ['silence/both', true, 1],
        ['silence/ended', false, 0],
        ['silence/over', false, 0],
      ]);
      expect(silences[0]).toEqual({
        id: 'silence/now',
        matcher: { partner: ['gamma', 'delta'] },
        who: 'Lena',
        reason: "they move, it's known",
        from: NOW - MINUTE,
        until: NOW + DAY,
        inForce: true,
        hides: 3,
      });
    });

    test('show what they would hide before they are set', async () => {
      const preview = async (matcher: unknown) =>
        await room.post<SilencePreview & Refused>('/api/silences/preview', { matcher });
      const { status, body } = await preview({ partner: 'gamma' });
      const [row] = await fresh.sql.query<{ count: number }>('SELECT count() AS count FROM incident_items WHERE open');
      expect([status, body.items, body.of]).toEqual([200, 3, row!.count]);
      expect(body.incidents.map(({ id, partnerName }) => [id, partnerName])).toEqual([
        ['inc_gamma', 'gamma'],
        ['inc_kpi', 'gamma'],
      ]);
      expect(body.examples).toContainEqual({ subject: 'order/31', title: 'Pick-up', partner: 'gamma' });
      expect(body.examples).toContainEqual({
        subject: 'partner/gamma',
        title: 'On-time delivery, 7d',
        partner: 'gamma',
      });
      expect((await preview({ carrier: 'aramex', partner: 'gamma' })).body.items).toBe(1);
      expect((await preview({ promise: 'mall/nothing' })).body).toMatchObject({
        items: 0,
        incidents: [],
        examples: [],
      });
      for (const wrong of [{}, { colour: 'red' }, { partner: [] }, 'everything', undefined]) {
        const refused = await preview(wrong);
        expect([refused.status, refused.body.remedy], JSON.stringify(wrong)).toEqual([
          400,
          expect.stringMatching(/\.$/),
        ]);
      }
    });
  });

  test('a silence hides what the fold would hide, whatever its matcher names', async () => {
    const bound = {
      ...notice,
      kind: 'policy-changed',
      about: 'policy/mall',
      partners: ['omega', 'psi'],
      teams: ['L2'],
    };
    const items = [
      anItem('inc_omega', '41', {}, { partner: 'omega', carrier: 'aramex', tell: ['team/L2', 'hook/pager'] }),
      anItem('inc_omega', '42', {}, { partner: 'omega', carrier: '', kind: 'escalated', level: 'L2' }),
      anItem('inc_omega', '43', {}, { partner: 'psi', team: 'L2' }),
      { ...anItem('inc_omega', ''), key: 'omega-kpi', signal: { ...aKpiSignal({ market: 'sa' }), partner: 'omega' } },
      { ...anItem('inc_omega', ''), key: 'omega-notice', signal: bound as unknown as Signal },
    ];
    await storeItems(fresh.sql, items);
    const matchers: Matcher[] = [
      { partner: 'omega' },
      { partner: ['omega', 'psi'], team: 'L2' },
      { partner: 'omega', carrier: 'aramex' },
      { partner: 'omega', tell: ['hook/pager', 'hook/other'] },
      { partner: 'omega', kind: ['escalated', 'policy-changed'] },
      { partner: 'omega', kpi: aKpiSignal().kpi, window: '7d' },
      { partner: 'omega', promise: 'mall/pickup' },
      { partner: 'psi', subject: 'order/43' },
    ];
    const hidden = [];
    for (const matcher of matchers) {
      const { body } = await room.post<SilencePreview>('/api/silences/preview', { matcher });
      hidden.push(body.items);
    }
    expect(hidden).toEqual(matchers.map((one) => items.filter(({ signal }) => matches(one, signal)).length));
    expect(hidden).toEqual([4, 2, 1, 1, 2, 1, 2, 1]);
  });

  test('the routes are described', async () => {
    const { paths } = await room.get<{ paths: Record<string, unknown> }>('/docs/people.json').then(({ body }) => body);
    expect(Object.keys(paths).sort()).toEqual([
      '/api/audit',
      '/api/incidents',
      '/api/incidents/{id}',
      '/api/partners/{id}/notes',
      '/api/say',
      '/api/silences',
      '/api/silences/preview',
    ]);
  });
});
