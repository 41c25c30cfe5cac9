import { describe, expect, it } from 'vitest';
import { notice } from '../support/a-notice.ts';
import { aKpiSignal } from '../support/a-signal.ts';
import { breach, end, route, routing, SignalsRoom } from '../support/signals-room.ts';

const told = (room: SignalsRoom, hook = 'ops'): string[] =>
  room.toldTo(hook).map(({ notification: { action, reason, open } }) => `${action} ${reason} ${open}`);
const silence = (room: SignalsRoom, matcher: object, ms: number, id = 'silence/1'): SignalsRoom =>
  room.say('silence.set', id, { who: 'Lena', reason: 'move', until: new Date(room.at + ms).toISOString(), matcher });
const byPromise = (repeatMs: number | null = null) => routing([route({ groupBy: ['promise'], repeatMs })]);
const only = (hook: string) => {
  const { hooks, ...rest } = routing([route({ to: [hook] })]);
  return { ...rest, hooks: hooks.filter(({ name }) => name === hook) };
};

describe('a silence', () => {
  it('over the instant of a repeat costs no tick after the other, and the repeat comes behind it', () => {
    const room = new SignalsRoom().route(byPromise(100_000));
    silence(room.push(breach(1)).until(2_000), { partner: 'noor' }, 300_000);
    const before = room.log.length;
    room.until(350_000);
    expect(room.log.length - before).toBeLessThan(10);
    expect(told(room)).toEqual(['trigger first 1', 'update repeat 1']);
  });

  it('hides what joins a group without telling the rest of it again', () => {
    const room = new SignalsRoom().route(byPromise());
    silence(room.push(breach(1)).until(2_000), { partner: 'zlin' }, 30_000);
    room.push(breach(2, { partner: 'zlin' })).until(20_000);
    expect(told(room)).toEqual(['trigger first 1']);
    expect(told(room.until(60_000))).toEqual(['trigger first 1', 'update changed 2']);
  });

  it('that ends lets out what it hid at once, however far off the next repeat is', () => {
    const room = new SignalsRoom().route(byPromise(3_600_000));
    silence(room.push(breach(1)).until(2_000), { partner: 'zlin' }, 30_000);
    room.push(breach(2, { partner: 'zlin' })).until(60_000);
    expect(told(room)).toEqual(['trigger first 1', 'update changed 2']);
  });

  it('by kind, step or level hides the late end of what it hid as well', () => {
    const room = new SignalsRoom().route(byPromise());
    silence(room, { kind: 'breached' }, 300_000).push(breach(1)).until(2_000).push(end(1), breach(2)).until(50_000);
    expect(told(room)).toEqual([]);
  });

  it('that is set anew hides no more than it says now', () => {
    const narrower = new SignalsRoom().route(byPromise());
    silence(narrower, { partner: 'noor' }, 300_000).push(breach(1)).until(5_000);
    expect(told(silence(narrower, { partner: 'zlin' }, 300_000).until(6_000))).toEqual(['trigger first 1']);
    const over = new SignalsRoom().route(byPromise());
    silence(over, { partner: 'noor' }, 300_000).push(breach(1)).until(5_000);
    expect(told(silence(over, { partner: 'noor' }, -1).until(6_000))).toEqual(['trigger first 1']);
    expect(over.silences.get('silence/1')?.until).toBe(5_000);
  });

  it('over the end of an acknowledgement hands on that it ran out', () => {
    const room = new SignalsRoom().route(byPromise()).push(breach(1)).until(2_000);
    room.say('signal.acknowledged', 'order/1', { who: 'Lena', until: new Date(10_000).toISOString() });
    expect(told(silence(room, { partner: 'noor' }, 20_000).until(60_000))).toEqual([
      'trigger first 1',
      'acknowledge acknowledged 1',
      'update acknowledgement-expired 1',
    ]);
  });
});

describe('what never ends', () => {
  it('a call that is taken back ends what was only called for', () => {
    const room = new SignalsRoom().route(routing());
    room.push(breach(1, { kind: 'escalated', step: '50 %', id: 'esc-1' })).until(5_000);
    room.push(breach(1, { kind: 'escalated', step: '75 %', id: 'esc-2' })).until(20_000);
    room.push(end(1, 'retracted', { step: 'retract:50 %' })).until(30_000);
    expect(told(room).at(-1)).toMatch(/^update/);
    room.push(end(1, 'retracted', { step: 'retract:75 %' })).until(40_000);
    expect(told(room).at(-1)).toBe('resolve resolved 0');
    expect([...room.incidents.values()]).toMatchObject([{ state: 'resolved', open: 0, retracted: 1 }]);
  });

  it('a call that is taken back leaves the breach', () => {
    const room = new SignalsRoom().route(routing());
    room.push(breach(1), breach(1, { kind: 'escalated', step: '8 h', id: 'esc-1' })).until(5_000);
    room.push(end(1, 'retracted', { step: 'retract:8 h' })).until(30_000);
    expect(told(room)).toEqual(['trigger first 1']);
    expect([...room.incidents.values()]).toMatchObject([{ state: 'open', open: 1 }]);
  });

  it('what was told aloud ends though history ended it', () => {
    const room = new SignalsRoom().route(routing());
    room.push(aKpiSignal({ kind: 'kpi-warn' })).until(5_000);
    room.push(aKpiSignal({ kind: 'recovered', id: 'sig_recovered', quiet: true })).until(20_000);
    expect(told(room).at(-1)).toBe('resolve resolved 0');
  });
});

describe('what nobody hears', () => {
  it('what is over already is told though another of its group was taken back', () => {
    const room = new SignalsRoom().route(routing());
    room.push(breach(1), breach(2), end(1), end(2, 'retracted')).until(20_000);
    expect(told(room)).toEqual(['announce first 0']);
  });

  it('what was taken back before its late end was told is no news', () => {
    const room = new SignalsRoom().route(routing());
    room.push(breach(1), end(1), end(1, 'retracted')).until(20_000);
    expect(told(room)).toEqual([]);
    expect([...room.incidents.values()]).toMatchObject([{ state: 'resolved', total: 1, open: 0, retracted: 1 }]);
  });

  it('another incident in a group that was acknowledged is told again, as nobody knows of it', () => {
    const room = new SignalsRoom().route(byPromise(100_000)).push(breach(1)).until(2_000);
    room.say('signal.acknowledged', 'order/1', { who: 'Lena', until: new Date(9e6).toISOString() });
    room
      .until(10_000)
      .push(breach(2, { partner: 'zlin' }))
      .until(250_000);
    expect(told(room).filter((word) => word === 'update repeat 2').length).toBe(2);
    room.push(end(2)).until(800_000);
    expect(told(room).at(-1)).toBe('update resolved 1');
  });

  it('a hook that is renamed in the middle of it hears the beginning and the end under its new name', () => {
    const room = new SignalsRoom().route(only('ops'));
    room.push(breach(1)).until(500).route(only('duty')).until(20_000).push(end(1)).until(30_000);
    expect([told(room), told(room, 'duty')]).toEqual([[], ['trigger first 1', 'resolve resolved 0']]);
    const later = new SignalsRoom().route(only('ops')).push(breach(1), notice).until(5_000);
    later.route(only('duty')).until(20_000).push(end(1)).until(30_000);
    expect(told(later, 'duty')).toEqual(['trigger first 1', 'resolve resolved 0']);
  });
});

describe('numbers', () => {
  it('a KPI that warns is a warning, from its first post to its last', () => {
    const room = new SignalsRoom()
      .route(routing())
      .push(aKpiSignal({ kind: 'kpi-warn' }))
      .until(5_000);
    room.push(aKpiSignal({ kind: 'recovered', id: 'sig_recovered' })).until(20_000);
    expect(room.toldTo('ops').map(({ notification: { severity } }) => severity)).toEqual(['warning', 'warning']);
  });

  it('that the customer was told is one piece of news, however many reminders there were', () => {
    const room = new SignalsRoom().route(routing());
    for (const step of ['soon', 'sooner']) {
      room.push(breach(1, { kind: 'at-risk', step, id: step, due: 100_000 })).until(room.at + 5_000);
    }
    room.say('customer.notified', 'order/1', { channel: 'sms' }).until(20_000);
    expect(room.toldTo('ops').map(({ notification: { signals } }) => signals)).toEqual([1, 1, 1]);
  });

  it('a notice that several lanes give under one id is told once', () => {
    const room = new SignalsRoom()
      .route(routing())
      .push({ ...notice, lane: 0 })
      .until(20_000);
    room.push({ ...notice, lane: 1 }).until(40_000);
    expect(room.toldTo('ops').map(({ notification: { signals } }) => signals)).toEqual([1]);
  });

  it('what its limit gathered forgets by what it came, once that is over', () => {
    const tight = routing([route({ waitMs: 0 })]);
    const hooks = tight.hooks.map((hook) => ({ ...hook, perMinute: 1 }));
    const room = new SignalsRoom().route({ ...tight, hooks });
    const partner = (n: number) => ({ partner: `p${n}` });
    for (let n = 0; n < 200; n++) {
      room.push(breach(n, partner(n))).until(room.at + 30_000);
      if (n > 2) room.push(end(n - 2, 'met-late', partner(n - 2)));
    }
    room.commit();
    expect(Math.max(...room.rowsOf('group/').map((row) => row.length))).toBeLessThan(6_000);
  });
});
