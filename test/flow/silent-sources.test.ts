import type { Heard } from '@belfry/processor/contract';
import { describe, expect, test } from 'vitest';
import { breach, route, routing, SignalsRoom } from '../support/signals-room.ts';

const MINUTE = 60_000;

/** Two lanes that beat each minute, as long as Belfry runs. */
class Hall extends SignalsRoom {
  constructor() {
    super(2);
  }

  minutes(upTo: number): this {
    while (this.at < upTo * MINUTE) {
      this.until(Math.min(this.at + MINUTE, upTo * MINUTE));
      for (const lane of [0, 1]) this.beat(lane);
    }
    return this;
  }

  source(source: string, lane = 0, over: Partial<Heard> = {}): this {
    return this.hear({
      lane,
      offset: 0,
      source,
      at: this.at,
      partners: ['noor'],
      least: 10 * MINUTE,
      factor: 3,
      ...over,
    });
  }

  said(): unknown[] {
    return this.notices.map(({ kind, about, heard }) => [kind, about, heard / MINUTE]);
  }
}

describe('a source that falls silent', () => {
  test('is told to hooks by their routes, and so is that it is heard again, each once', () => {
    const hall = new Hall().route(
      routing([route({ when: { kind: ['source-silent', 'source-heard'] }, goOn: false }), route({ to: [] })]),
    );
    hall.minutes(1).source('shop').minutes(2).source('shop', 1);
    hall.minutes(13);
    expect(hall.said()).toEqual([['source-silent', 'source/shop', 13]]);
    hall.minutes(20).source('shop').minutes(21).source('shop').minutes(22);
    expect(hall.said().slice(1)).toEqual([['source-heard', 'source/shop', 20]]);
    expect(hall.toldTo('ops').map(({ notification: { action, items } }) => [action, items[0]!.signal.kind])).toEqual([
      ['announce', 'source-silent'],
      ['announce', 'source-heard'],
    ]);
    expect(hall.sources.get('shop')).toMatchObject({ since: null, partners: ['noor'] });
  });

  test('that falls silent again is told under another name', () => {
    const hall = new Hall();
    hall.minutes(1).source('shop').minutes(2).source('shop').minutes(13);
    hall.source('shop').minutes(40);
    expect(hall.said().map((said) => (said as string[])[0])).toEqual([
      'source-silent',
      'source-heard',
      'source-silent',
    ]);
    expect(new Set(hall.notices.map(({ id }) => id)).size).toBe(3);
    expect(hall.sources.get('shop')).toMatchObject({ since: 13 * MINUTE });
  });

  test('breaks no promise and opens no incident: what rings is what clocks say', () => {
    const hall = new Hall().route(routing());
    hall.minutes(1).source('shop').minutes(2).source('shop').minutes(13);
    expect(hall.incidents.size).toBe(0);
    hall.push(breach(1, { at: hall.at }));
    expect([...hall.incidents.values()].map(({ promise }) => promise)).toEqual(['mall/ship-confirmation']);
  });

  test('is said once by whoever takes over, wherever the one before died', () => {
    const hall = new Hall();
    hall.minutes(1).source('shop').minutes(2).source('shop').commit();
    hall.minutes(12).writeRows().crash();
    hall.minutes(13).crash();
    hall.writeRows().crash();
    hall.minutes(30).crash();
    expect(new Set(hall.notices.map(({ id }) => id)).size).toBe(1);
    expect(hall.sources.get('shop')).toMatchObject({ since: 2 * MINUTE });
  });

  test('is not called so for a night in which all of Belfry was off', () => {
    const hall = new Hall();
    hall.minutes(1).source('shop').minutes(2).source('shop').minutes(3).commit();
    hall.until(8 * 60 * MINUTE);
    for (const lane of [0, 1]) hall.beat(lane);
    hall.source('shop', 1).minutes(8 * 60 + 5);
    expect(hall.said()).toEqual([]);
  });

  test('and is heard by one lane only while another is behind, is not called so', () => {
    const hall = new Hall();
    hall.minutes(1).source('shop').minutes(2).source('shop');
    for (let minute = 3; minute < 30; minute++) hall.until(minute * MINUTE).beat(0);
    expect(hall.said()).toEqual([]);
  });
});
