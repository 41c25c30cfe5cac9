import { describe, expect, it } from 'vitest';
import type { CompiledRoute, Matcher, Notification } from '../../processor/src/contract/index.ts';
import { notice } from '../support/a-notice.ts';
import { aKpiSignal, aPolicyChange } from '../support/a-signal.ts';
import { breach, end, route, routing, SignalsRoom } from '../support/signals-room.ts';

const story = (room: SignalsRoom, hook = 'ops'): [number, Notification['action'], Notification['reason'], number][] =>
  room.toldTo(hook).map(({ at, notification: { action, reason, open } }) => [at, action, reason, open]);

/** Between two instants, as a person at a receiver would say. */
const between = (at: number, from: number, to: number): void => {
  expect(at).toBeGreaterThanOrEqual(from);
  expect(at).toBeLessThanOrEqual(to);
};

describe('grouping', () => {
  it('waits for more of its group: pushed at 2.2 s, told between 3.2 and 3.5 s', () => {
    const room = new SignalsRoom().route(routing());
    room.until(2_200).push(breach(1)).until(2_900).push(breach(2)).until(10_000);
    const [told, ...more] = room.toldTo('ops');
    expect(more).toEqual([]);
    between(told!.at, 3_200, 3_500);
    expect(told!.notification).toMatchObject({ action: 'trigger', open: 2, total: 2, signals: 2, partner: 'noor' });
    expect(told!.notification.items.map(({ signal }) => 'subject' in signal && signal.subject)).toEqual([
      'order/1',
      'order/2',
    ]);
  });

  it('gathers what follows for the interval, and tells ends at once', () => {
    const room = new SignalsRoom().route(routing());
    room.push(breach(1)).until(2_000).push(breach(2)).until(5_900).push(breach(3)).until(6_500);
    room.push(end(1)).until(7_000).push(end(2), end(3, 'retracted')).until(60_000);
    expect(story(room)).toEqual([
      [1_005, 'trigger', 'first', 1],
      [6_010, 'update', 'changed', 3],
      [6_505, 'update', 'resolved', 2],
      [7_005, 'resolve', 'resolved', 0],
    ]);
    const ids = room.toldTo('ops').map(({ notification: { group, n } }) => `${group} ${n}`);
    expect(new Set(ids.map((id) => id.split(' ')[0])).size).toBe(1);
    expect(ids.map((id) => id.split(' ')[1])).toEqual(['0', '1', '2', '3']);
  });

  it('by clock gives each its own dedup key, by carrier one to all promises of a carrier', () => {
    const byClock = new SignalsRoom().route(routing([route({ groupBy: 'clock' })]));
    byClock.push(breach(1), breach(2)).until(5_000);
    expect(new Set(byClock.toldTo('ops').map(({ notification }) => notification.group)).size).toBe(2);
    const byCarrier = new SignalsRoom().route(routing([route({ groupBy: ['carrier'] })]));
    byCarrier.push(
      breach(1, { carrier: 'smsa' }),
      breach(2, { carrier: 'smsa', promise: 'mall/refund', partner: 'zlin' }),
    );
    expect(story(byCarrier.until(5_000))).toEqual([[1_005, 'trigger', 'first', 2]]);
  });

  it('a route with a threshold speaks once so many breaches have come in its time, and the catch-all speaks anyway', () => {
    const many = route({ name: 'many', to: ['night'], threshold: { breaches: 3, withinMs: 60_000 } });
    const room = new SignalsRoom().route(routing([many, route()]));
    room.push(breach(1)).until(50_000).push(breach(2)).until(65_000);
    expect(story(room, 'night')).toEqual([]);
    room.push(breach(3)).until(100_000);
    expect(story(room, 'night')).toEqual([]);
    room.push(breach(4)).until(110_000);
    expect(story(room, 'night')).toEqual([[101_005, 'trigger', 'first', 4]]);
    expect(story(room, 'ops')[0]).toEqual([1_005, 'trigger', 'first', 1]);
  });

  it('a ladder’s step that names a hook goes there, whatever the routes say', () => {
    const room = new SignalsRoom().route(routing([route({ to: [] })]));
    room.push(breach(1)).until(3_000);
    room.push(
      breach(1, {
        id: 'esc',
        kind: 'escalated',
        step: '8 h',
        level: 'L3',
        role: 'director',
        tell: ['hook/ops', 'team/x'],
      }),
    );
    room.until(6_000);
    expect(room.toldTo('ops')).toMatchObject([
      { notification: { action: 'trigger', route: 'ladder', level: 'L3', role: 'director' } },
    ]);
  });
});

describe('ends', () => {
  it('what is taken back before anybody was told is told to nobody', () => {
    const room = new SignalsRoom().route(routing());
    room.push(breach(1)).until(500).push(end(1, 'retracted')).until(60_000);
    expect(story(room)).toEqual([]);
  });

  it('what was broken and is over before anybody was told is announced: it happened', () => {
    const room = new SignalsRoom().route(routing());
    room.push(breach(1), end(1, 'met-late')).until(60_000);
    expect(story(room)).toEqual([[1_005, 'announce', 'first', 0]]);
  });

  it('a breach after the resolve begins anew under another dedup key', () => {
    const room = new SignalsRoom().route(routing());
    room
      .push(breach(1))
      .until(2_000)
      .push(end(1, 'retracted'))
      .until(3_000)
      .push(breach(1, { revision: 1 }))
      .until(9_000);
    expect(story(room).map(([, action]) => action)).toEqual(['trigger', 'resolve', 'trigger']);
    const groups = room.toldTo('ops').map(({ notification }) => notification.group);
    expect(groups[0]).toBe(groups[1]);
    expect(groups[2]).not.toBe(groups[0]);
  });
});

describe('silences', () => {
  it('one that is set anew tells what it hides no more', () => {
    const room = new SignalsRoom().route(routing());
    const set = (partner: string): void =>
      void room.say('silence.set', 'silence/1', {
        who: 'Lena',
        reason: 'move',
        until: new Date(600_000).toISOString(),
        matcher: { partner },
      });
    set('noor');
    room.push(breach(1)).until(5_000);
    set('zlin');
    room.until(10_000);
    expect(story(room)).toEqual([[5_005, 'trigger', 'first', 1]]);
  });

  const until = (ms: number): string => new Date(ms).toISOString();
  const silence = (room: SignalsRoom, end: number, matcher: object = { partner: 'noor' }): void =>
    void room.say('silence.set', 'silence/1', { who: 'Lena', reason: 'move', until: until(end), matcher });

  it('hides what begins, shows it in place, and tells it when it ends', () => {
    const room = new SignalsRoom().route(routing());
    silence(room, 60_000);
    room.push(breach(1)).until(59_000);
    expect(story(room)).toEqual([]);
    expect([...room.incidents.values()]).toMatchObject([{ open: 1, silenced: 1 }]);
    room.until(70_000);
    expect(story(room)).toMatchObject([[expect.any(Number), 'trigger', 'first', 1]]);
    between(room.toldTo('ops')[0]!.at, 60_000, 60_100);
    expect([...room.incidents.values()]).toMatchObject([{ silenced: 0 }]);
  });

  it('ends at once when somebody ends it', () => {
    const room = new SignalsRoom().route(routing());
    silence(room, 600_000);
    room.push(breach(1)).until(5_000).say('silence.ended', 'silence/1', { who: 'Lena' }).until(6_000);
    expect(story(room)).toEqual([[5_005, 'trigger', 'first', 1]]);
    expect(room.silences.get('silence/1')!.until).toBe(5_000);
  });

  it('does not hide the end of what was told before', () => {
    const room = new SignalsRoom().route(routing());
    room.push(breach(1)).until(2_000);
    silence(room, 600_000);
    room.push(breach(2)).until(10_000).push(end(1)).until(20_000);
    expect(story(room).map(([, action]) => action)).toEqual(['trigger', 'resolve']);
    expect(room.toldTo('ops')[1]!.notification.items.map(({ key }) => key)).toEqual([
      'order/1|mall/ship-confirmation|0',
    ]);
  });

  it('of one partner leaves others alone', () => {
    const room = new SignalsRoom().route(routing());
    silence(room, 600_000);
    room.push(breach(1), breach(2, { partner: 'zlin' })).until(10_000);
    expect(room.toldTo('ops')).toMatchObject([{ notification: { partner: 'zlin' } }]);
  });

  it('what ended under a silence was told to nobody, and is told to nobody', () => {
    const room = new SignalsRoom().route(routing());
    silence(room, 60_000);
    room.push(breach(1)).until(20_000).push(end(1)).until(100_000);
    expect(story(room)).toEqual([]);
  });
});

describe('repeats and acknowledgements', () => {
  it('who joins those that somebody has seen to is told again, if nobody has seen to it', () => {
    const room = new SignalsRoom().route(routing([route({ repeatMs: 60_000, groupBy: ['partner'] })]));
    room.push(breach(1)).until(2_000);
    room.say('signal.acknowledged', 'order/1', { who: 'Lena', until: new Date(900_000).toISOString() }).until(100_000);
    room.push(breach(2, { promise: 'mall/refund' })).until(170_000);
    expect(story(room).map(([, action, reason]) => `${action} ${reason}`)).toEqual([
      'trigger first',
      'acknowledge acknowledged',
      'update changed',
      'update repeat',
    ]);
  });

  it('an open group is told again each repeat, until somebody acknowledges', () => {
    const room = new SignalsRoom().route(routing([route({ repeatMs: 60_000 })]));
    room.push(breach(1)).until(130_000);
    expect(story(room)).toEqual([
      [1_005, 'trigger', 'first', 1],
      [61_010, 'update', 'repeat', 1],
      [121_015, 'update', 'repeat', 1],
    ]);
    room.say('signal.acknowledged', 'order/1', { who: 'Lena', reason: 'on it' }).until(400_000);
    const [, , , told, ...more] = room.toldTo('ops');
    expect(told).toMatchObject({
      at: 130_005,
      notification: { action: 'acknowledge', signals: 0, acknowledged: { who: 'Lena' } },
    });
    expect(more).toEqual([]);
  });

  it('an acknowledgement that runs out is told, and repeats go on', () => {
    const room = new SignalsRoom().route(routing([route({ repeatMs: 3_600_000 })]));
    room.push(breach(1)).until(10_000).say('signal.acknowledged', 'order/1', { who: 'Lena' }).until(5_600_000);
    expect(story(room).map(([at, action, reason]) => [Math.round(at / 1000), action, reason])).toEqual([
      [1, 'trigger', 'first'],
      [10, 'acknowledge', 'acknowledged'],
      [1_810, 'update', 'acknowledgement-expired'],
      [5_410, 'update', 'repeat'],
    ]);
  });

  it('a group of several incidents is acknowledged with the last of them', () => {
    const room = new SignalsRoom().route(routing([route({ groupBy: ['promise'] })]));
    room.push(breach(1), breach(2, { partner: 'zlin' })).until(2_000);
    room.say('signal.acknowledged', 'partner/zlin', { who: 'Lena' }).until(3_000);
    expect(story(room)).toHaveLength(1);
    room.say('signal.acknowledged', 'partner/noor', { who: 'Lena' }).until(4_000);
    expect(story(room)[1]).toEqual([3_005, 'acknowledge', 'acknowledged', 2]);
  });
});

describe('reminders', () => {
  const atRisk = breach(1, { id: 'risk', kind: 'at-risk', step: 'three-quarters', due: 600_000, at: 300_000 });

  it('are announced; that the customer was told is announced to the same hooks, as the proof', () => {
    const room = new SignalsRoom().route(routing());
    room.until(300_000).push(atRisk).until(310_000);
    expect(room.toldTo('ops')).toMatchObject([
      { notification: { action: 'announce', reason: 'first', incidents: [] } },
    ]);
    room.say('customer.notified', 'order/1', { channel: 'sms' }).until(320_000);
    expect(room.toldTo('ops')[1]).toMatchObject({
      notification: {
        action: 'announce',
        reason: 'customer-told',
        items: [{ customerTold: { at: 310_000, channel: 'sms' } }],
      },
    });
    room.until(602_000).push(breach(1)).until(700_000);
    expect(room.toldTo('ops')[2]).toMatchObject({
      notification: { action: 'trigger', items: [{ customerTold: { channel: 'sms' } }] },
    });
    expect(room.items.get([...room.items.keys()][0]!)!.customerTold).toEqual({ at: 310_000, channel: 'sms' });
  });

  it('a hundred of one minute are one post', () => {
    const room = new SignalsRoom().route(routing());
    for (let n = 0; n < 100; n++) room.push({ ...atRisk, id: `r${n}`, subject: `order/${n}` });
    room.until(10_000);
    expect(room.toldTo('ops')).toMatchObject([{ notification: { action: 'announce', signals: 100, more: 50 } }]);
  });

  it('a notice that several lanes say under one id is announced once, also if they say it a day apart', () => {
    const room = new SignalsRoom().route(routing());
    room
      .push({ ...notice, lane: 0 })
      .until(5_000)
      .push({ ...notice, lane: 1 })
      .until(10_000);
    expect(story(room)).toEqual([[1_005, 'announce', 'first', 0]]);
  });

  it('one that nobody was sent yet is overtaken by the breach', () => {
    const room = new SignalsRoom().route(routing());
    room.push(atRisk).until(500).push(breach(1)).until(10_000);
    expect(story(room).map(([, action]) => action)).toEqual(['trigger']);
  });
});

describe('limits', () => {
  it('group and never drop: 10,000 signals of 2,000 incidents make at most 60 posts a minute, and their counts sum to 10,000', () => {
    const room = new SignalsRoom().route(routing());
    for (let n = 0; n < 10_000; n++) room.until(n * 24).push(breach(n, { partner: `p${n % 2_000}` }));
    room.until(600_000);
    const posts = room.toldTo('ops');
    for (const { at } of posts) {
      expect(posts.filter((other) => other.at > at - 60_000 && other.at <= at).length).toBeLessThanOrEqual(60);
    }
    expect(posts.reduce((sum, { notification }) => sum + notification.signals, 0)).toBe(10_000);
  });

  it('what waits together is told once, however long ends keep it waiting and others join it', () => {
    const hooks = routing().hooks.map((hook) => ({ ...hook, perMinute: 2 }));
    const room = new SignalsRoom().route(routing([route({ groupBy: 'clock', waitMs: 0, everyMs: 0 })], { hooks }));
    room.push(breach(1), breach(2)).until(1_000);
    // Two ends take the next minute's posts; what has begun meanwhile waits as one, and more begins.
    room.push(end(1), end(2), breach(3), breach(4)).until(61_000);
    room.push(breach(5), breach(6)).until(200_000);
    for (const n of [3, 4, 5, 6]) room.push(end(n));
    room.until(600_000);
    expect(story(room).map(([, action, , open]) => `${action} ${open}`)).toEqual([
      'trigger 1',
      'trigger 1',
      'resolve 0',
      'resolve 0',
      'trigger 3',
      'trigger 1',
      'resolve 0',
      'resolve 0',
    ]);
    expect(room.toldTo('ops').reduce((sum, { notification: { signals } }) => sum + signals, 0)).toBe(12);
  });

  it('an end goes before what begins', () => {
    const one = routing([route()], {});
    const limited = { ...one, hooks: one.hooks.map((hook) => ({ ...hook, perMinute: 2 })) };
    const room = new SignalsRoom().route(limited);
    room
      .push(breach(1))
      .until(2_000)
      .push(breach(2, { partner: 'zlin' }))
      .until(4_000);
    room
      .push(breach(3, { partner: 'vltava' }))
      .push(end(1))
      .until(120_000);
    expect(story(room).map(([, action]) => action)).toEqual(['trigger', 'trigger', 'resolve', 'trigger']);
  });
});

describe('routes', () => {
  const change = aPolicyChange({ partners: ['noor'], teams: ['L2'] });

  it('a policy change is announced to those whom it binds', () => {
    const to = (hook: string, when: Matcher): CompiledRoute => route({ name: hook, when, to: [hook], goOn: true });
    const room = new SignalsRoom().route(
      routing([
        to('noor', { partner: 'noor' }),
        to('zlin', { partner: 'zlin' }),
        to('L2', { team: 'L2' }),
        route({ to: [] }),
      ]),
    );
    room.push(change).until(5_000);
    expect(room.told.map(({ notification: { hook, action } }) => [hook, action])).toEqual([
      ['L2', 'announce'],
      ['noor', 'announce'],
    ]);
  });

  it('by policy takes all of a pack: promises, KPIs and what is changed in it', () => {
    const room = new SignalsRoom().route(routing([route({ when: { policy: 'mall' } }), route({ to: [] })]));
    room.push(breach(1), breach(2, { promise: 'oto/pickup' }), aKpiSignal({ kpi: 'mall/on-time' }), {
      ...change,
      pack: 'mall',
    });
    expect(
      story(room.until(5_000))
        .map(([, action]) => action)
        .sort(),
    ).toEqual(['announce', 'trigger', 'trigger']);
  });
});

describe('notices', () => {
  it('that several lanes say are one, however far apart they say it', () => {
    const room = new SignalsRoom().route(routing());
    room
      .push(notice)
      .push({ ...notice, lane: 1 })
      .until(60_000)
      .push({ ...notice, lane: 2 })
      .until(120_000);
    expect(room.toldTo('ops')).toMatchObject([{ notification: { action: 'announce', signals: 1, total: 1 } }]);
  });
});

describe('heartbeats', () => {
  const beating = routing([route()], { heartbeat: { everyMs: 60_000, to: ['ops'] } });

  it('are sent once all lanes have come to their instant', () => {
    const room = new SignalsRoom(2).route(beating);
    room.until(61_000).beat(0).until(61_500);
    expect(room.toldTo('ops')).toEqual([]);
    room.beat(1).until(62_000);
    expect(room.toldTo('ops')).toMatchObject([{ notification: { action: 'heartbeat', at: 60_000 } }]);
    room.until(121_000).beat(0).until(122_000);
    expect(room.toldTo('ops')).toHaveLength(1);
  });
});
