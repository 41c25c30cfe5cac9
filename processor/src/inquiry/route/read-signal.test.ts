import { describe, expect, it } from 'vitest';
import { aClockSignal, aKpiSignal, aPolicyChange } from '../../../../test/support/a-signal.ts';
import { readSignal } from './read-signal.ts';

const breach = aClockSignal();
const read = (value: unknown) => readSignal(JSON.stringify(value));

describe('a signal is taken', () => {
  it.each([breach, aKpiSignal(), aPolicyChange()])('by itself: $kind', (signal) => {
    expect(read(signal)).toEqual(signal);
  });

  it.each([
    ["as a hook's post", { type: 'signal.breached', timestamp: '2026-11-26T12:00:00Z', data: breach }],
    [
      'as an item',
      { key: 'order/8812|oto/pickup|0', state: 'breached', open: true, signal: breach, customerTold: null },
    ],
    [
      'as the one item of a notification',
      { id: 'msg_1', kind: 'clock', items: [{ state: 'breached', signal: breach }] },
    ],
    [
      'as the one item of a posted notification',
      { type: 'trigger', data: { kind: 'clock', items: [{ signal: breach }] } },
    ],
    ['in a list of one', [breach]],
  ])('%s', (_, value) => {
    expect(read(value)).toEqual(breach);
  });

  it('as the one line of a file, whatever stands behind it', () => {
    expect(readSignal(`${JSON.stringify(breach)}\n\n`)).toEqual(breach);
  });
});

describe('of anything else it is said what is wrong with it', () => {
  const { promise, due, ...incomplete } = breach;
  it.each<[string, string, string]>([
    ['nothing', ' \n', 'There is nothing here.'],
    ['no JSON', '{ "kind": ', 'This is no JSON: '],
    [
      'several lines',
      `${JSON.stringify(breach)}\n${JSON.stringify(breach)}\n`,
      'There are 2 lines here. Give one signal',
    ],
    ['several signals', JSON.stringify([breach, breach, breach]), 'There are 3 signals here. Give one signal'],
    ['an empty list', '[]', 'The list is empty.'],
    ['a number', '7', 'This is no signal: it has no fields.'],
    ['an event', '{ "type": "order.opened", "id": "1" }', 'This is an event (order.opened); signals are what'],
    ['no kind', '{ "id": "1" }', 'It has no kind. Write one of at-risk, breached,'],
    [
      'another kind',
      JSON.stringify({ ...breach, kind: 'breach' }),
      'Its kind is "breach", which no signal is. Write "breached".',
    ],
    [
      'fields that are missing',
      JSON.stringify(incomplete),
      'A signal of kind breached is not like this. promise: Invalid input',
    ],
  ])('%s', (_, text, told) => {
    expect(() => readSignal(text)).toThrow(told);
  });

  it('every field that is wrong, at most five of them', () => {
    const { id, title, step, team, partner, market, ...rest } = breach;
    expect(() => read(rest)).toThrow(/id: .*; title: .*; .*; .*; [a-z]+: [^;]*\. And 1 others\./);
  });
});
