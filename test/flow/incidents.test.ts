import { describe, expect, it } from 'vitest';
import type { ClockSignal } from '../../processor/src/contract/index.ts';
import { breach, end, SignalsRoom } from '../support/signals-room.ts';

describe('incidents', () => {
  it('214 breaches of one carrier in ten minutes are one incident with a list of 214', () => {
    const room = new SignalsRoom();
    for (let n = 0; n < 214; n++)
      room.until(n * 2_800).push(breach(n, { cause: 'carrier', carrier: 'aramex', partner: `p${n % 7}` }));
    room.until(700_000);
    const [incident, ...others] = [...room.incidents.values()];
    expect(others).toEqual([]);
    expect(incident).toMatchObject({
      open: 214,
      total: 214,
      carrier: 'aramex',
      partner: '',
      subject: '',
      state: 'open',
    });
    expect(incident!.cause).toEqual({ field: 'carrier', value: 'aramex' });
    expect(room.items.size).toBe(214);
  });

  it('a breach that comes more than ten minutes behind the last one opens another incident', () => {
    const room = new SignalsRoom();
    room.push(breach(1)).until(600_000).push(breach(2)).until(1_200_001).push(breach(3)).until(1_201_000);
    expect([...room.incidents.values()].map(({ total }) => total)).toEqual([2, 1]);
  });

  it('other promises and other partners are other incidents', () => {
    const room = new SignalsRoom();
    room.push(breach(1), breach(2, { partner: 'vltava' }), breach(3, { promise: 'mall/refund' })).until(1_000);
    expect(room.incidents.size).toBe(3);
  });

  it('a subject that has no carrier counts with its partner', () => {
    const room = new SignalsRoom();
    room.push(breach(1, { cause: 'carrier', carrier: '' })).until(1_000);
    expect([...room.incidents.values()][0]!.cause).toEqual({ field: 'partner', value: 'noor' });
  });

  it('is resolved with its last item, and the next breach opens another one', () => {
    const room = new SignalsRoom();
    room.push(breach(1), breach(2)).until(1_000).push(end(1, 'met-late')).until(2_000);
    const [first] = [...room.incidents.keys()];
    expect(room.incidents.get(first!)).toMatchObject({ state: 'open', open: 1, total: 2 });
    room.push(end(2, 'retracted')).until(3_000).push(breach(3)).until(4_000);
    expect(room.incidents.get(first!)).toMatchObject({ state: 'resolved', open: 0, retracted: 1, resolved: 2_000 });
    expect(room.incidents.size).toBe(2);
  });

  it('a breach that is published again counts once', () => {
    const room = new SignalsRoom();
    room.push(breach(1), breach(2)).repeat(breach(1), 0).repeat(breach(2), 1).until(1_000);
    expect([...room.incidents.values()]).toMatchObject([{ total: 2 }]);
  });

  it('is told at most each 100 ms in a storm, and the last word is true', () => {
    const room = new SignalsRoom();
    for (let n = 0; n < 5_000; n++) room.until(n / 10).push(breach(n));
    room.until(2_000);
    expect(room.tellings.length).toBeLessThan(10);
    expect(room.tellings.at(-1)).toMatchObject({ total: 5_000, open: 5_000 });
  });

  it('an escalation without a deadline opens one, a breach joins it, and an escalation that was in vain leaves the breach', () => {
    const room = new SignalsRoom();
    const escalated: ClockSignal = breach(1, { kind: 'escalated', step: '8 h', level: 'L2', role: 'lead', id: 'esc' });
    room.push(escalated).until(1_000).push(breach(1)).until(2_000);
    room.push(end(1, 'retracted', { step: 'retract:8 h' })).until(3_000);
    expect([...room.incidents.values()]).toMatchObject([{ open: 1, total: 1, level: 'L2', state: 'open' }]);
  });

  it('history is nobody’s incident', () => {
    const room = new SignalsRoom();
    room.push(breach(1, { quiet: true })).until(1_000);
    expect(room.incidents.size).toBe(0);
  });
});

describe('acknowledgements', () => {
  it('hold until they run out, then the incident counts again and says whose they were', () => {
    const room = new SignalsRoom();
    room.push(breach(1)).until(1_000);
    const [id] = [...room.incidents.keys()];
    room.say('signal.acknowledged', `incident/${id}`, { who: 'Lena', reason: 'on it' }).until(1_100);
    expect(room.incidents.get(id!)).toMatchObject({
      state: 'acknowledged',
      acknowledged: { who: 'Lena', at: 1_000, until: 1_801_000, comment: 'on it' },
    });
    room.until(1_800_999);
    expect(room.incidents.get(id!)!.state).toBe('acknowledged');
    room.until(1_801_100);
    expect(room.incidents.get(id!)).toMatchObject({ state: 'open', acknowledged: null, expired: { who: 'Lena' } });
  });

  it('do not run out once it is resolved', () => {
    const room = new SignalsRoom();
    room.push(breach(1)).until(1_000);
    const [id] = [...room.incidents.keys()];
    room.say('signal.acknowledged', `incident/${id}`, { who: 'Lena' }).until(2_000).push(end(1)).until(4_000_000);
    expect(room.incidents.get(id!)).toMatchObject({ state: 'resolved', expired: null });
  });

  it('of an order or a partner mean the incidents that they are in', () => {
    const room = new SignalsRoom();
    room.push(breach(1), breach(2, { partner: 'vltava' }), breach(3, { partner: 'zlin' })).until(1_000);
    room
      .say('signal.acknowledged', 'order/1', { who: 'Lena' })
      .say('signal.acknowledged', 'partner/zlin', { who: 'Omar' });
    room.until(2_000);
    const who = [...room.incidents.values()].map(({ partner, acknowledged }) => [partner, acknowledged?.who]).sort();
    expect(who).toEqual([
      ['noor', 'Lena'],
      ['vltava', undefined],
      ['zlin', 'Omar'],
    ]);
  });

  it('that are sent twice under one id are heard once', () => {
    const room = new SignalsRoom();
    room.push(breach(1)).until(1_000);
    room.say('signal.acknowledged', 'order/1', { who: 'Lena' }, 'a1').until(60_000);
    room.say('signal.acknowledged', 'order/1', { who: 'Lena' }, 'a1').until(61_000);
    expect([...room.incidents.values()][0]!.acknowledged!.at).toBe(1_000);
    expect(room.audit).toHaveLength(1);
  });
});
