import { describe, expect, it } from 'vitest';
import { aKpi } from '../../../../../test/support/a-kpi.ts';
import { aHook, aRoute, aRouting } from '../../../../../test/support/a-routing.ts';
import type { CompiledRoute, CompiledRouting } from '../../../contract/index.ts';
import type { CompiledPack } from '../../policy/compiled.ts';
import { lintRouting } from './lint-routing.ts';

const found = (routing: CompiledRouting, packs?: readonly CompiledPack[]): string[] => {
  const all: string[] = [];
  lintRouting(routing, packs, (severity, code, path, message, instead) => {
    all.push(`${severity} ${code} ${path.join('.')}: ${message} Write ${instead}.`);
  });
  return all;
};

const routed = (...routes: Partial<CompiledRoute>[]): CompiledRouting =>
  aRouting({
    hooks: [aHook()],
    routes: [...routes.map((route, n) => aRoute({ name: `r${n}`, line: n + 1, ...route })), aRoute({ name: 'rest' })],
    calendars: {
      office: { name: 'office', zone: 'UTC', offsets: [0, 0], spans: [], dayMinutes: 0, from: 0, until: 0 },
    },
  });

const step = { at: { percent: 75 }, level: 'L2', role: 'the team', responsibility: 'act' };
const pack: CompiledPack = {
  pack: 'oto',
  title: 'OTO',
  description: '',
  effective: 0,
  applies: 'new',
  calendars: {},
  zones: {},
  partners: [{ id: 'p01', name: 'Noor', market: 'sa', zone: 'UTC', tier: 'gold', reviewDay: 1 }],
  promises: [
    {
      id: 'oto/pickup',
      title: 'Pick-up',
      subject: 'order',
      kind: 'internal',
      start: { on: [] },
      stop: { on: [] },
      cancel: { on: [] },
      rows: [{ name: 'all', target: { kind: 'none' }, team: '3PL', action: '', urgent: false, provenance: '' }],
      ladder: [
        { ...step, name: 'three-quarters', tell: ['team', 'nite'] },
        { ...step, name: 'half', tell: ['assignee'] },
      ],
      provenance: '',
    },
  ],
  kpis: [aKpi({ id: 'mall/on-time' })],
  fields: [],
};

describe('routes that never tell', () => {
  it.each<[string, Partial<CompiledRoute>[]]>([
    ['one that takes everything', [{}, { when: { carrier: 'smsa' } }]],
    ['one that takes more', [{ when: { carrier: ['smsa', 'dhl'] } }, { when: { carrier: 'smsa', partner: 'p01' } }]],
    ['one that is asked less', [{ severity: ['critical'] }, { severity: ['critical'], when: { carrier: 'dhl' } }]],
    ['one whose kind says the same', [{ severity: ['critical'] }, { when: { kind: 'breached' } }]],
    [
      'two that together take all',
      [{ severity: ['critical'] }, { severity: ['warning', 'info'] }, { when: { carrier: 'dhl' } }],
    ],
    [
      'day and night',
      [
        { during: { calendar: 'office', within: true } },
        { during: { calendar: 'office', within: false } },
        { when: { carrier: 'dhl' } },
      ],
    ],
  ])('behind %s', (_, routes) => {
    const last = routes.length - 1;
    expect(found(routed(...routes)).filter((each) => each.includes(`routes.${last}:`))).toEqual([
      expect.stringContaining(`error route-unreachable routes.${last}: Whatever fits this route is taken by "r0"`),
    ]);
  });

  it.each<[string, Partial<CompiledRoute>[]]>([
    ['that goes on', [{ goOn: true }]],
    ['with a threshold', [{ threshold: { breaches: 5, withinMs: 60_000 } }]],
    ['that takes another value', [{ when: { carrier: 'dhl' } }]],
    ['that takes more at another time', [{ during: { calendar: 'office', within: true } }]],
    ['whose severity is another', [{ severity: ['warning'] }]],
  ])('but not behind one %s', (_, routes) => {
    expect(found(routed(...routes, { when: { carrier: 'smsa', kind: 'breached' } }))).toEqual([]);
  });

  it('since no signal has all of it', () => {
    const end = 'Write fields that one kind of signal has (docs/hooks.md), in several routes if needed.';
    expect(found(routed({ when: { kpi: 'mall/on-time', carrier: 'dhl' } }))).toEqual([
      `error route-never-fits routes.0: No signal that asks the routes is all of this at once: \`kpi\`, \`carrier\`. ${end}`,
    ]);
    expect(found(routed({ when: { kind: 'at-risk' }, severity: ['critical'] }))).toEqual([
      `error route-never-fits routes.0: No signal that asks the routes is all of this at once: \`kind\`, critical. ${end}`,
    ]);
    expect(found(routed({ when: { kind: 'breached', level: 'L2' } }))).toHaveLength(1);
    expect(found(routed({ when: { kind: 'escalated', level: 'L2' } }))).toEqual([]);
  });

  it('since ends ask none', () => {
    expect(found(routed({ when: { kind: ['retracted', 'met-late'] } }))).toEqual([
      'error route-never-fits routes.0: Ends ask no route: whoever was told of a beginning is told of its end. Write a kind such as `breached`, or no such route.',
    ]);
  });
});

describe('hooks', () => {
  const hooks = (...all: Parameters<typeof aHook>[0][]): CompiledRouting => aRouting({ hooks: all.map(aHook) });

  it('that fall back on themselves, also by others', () => {
    expect(found(hooks({ fallback: 'ops' }))).toEqual([
      'error fallback-circle hooks.ops.fallback: The hook "ops" falls back on itself. Write a hook that is not among these, or none.',
    ]);
    const circle = found(hooks({ fallback: 'a' }, { name: 'a', fallback: 'b' }, { name: 'b', fallback: 'a' }));
    expect(circle.map((each) => each.split(' Write')[0])).toEqual([
      'error fallback-circle hooks.a.fallback: The hook "a" falls back on itself: a -> b -> a.',
      'error fallback-circle hooks.b.fallback: The hook "b" falls back on itself: b -> a -> b.',
    ]);
  });

  it('that nobody tells: no route, no heartbeat, no fallback, no step of a policy', () => {
    expect(found(hooks({}, { name: 'nite' }))).toEqual([
      'warning hook-untold hooks.nite: Nobody tells the hook "nite". Write it under `to` of a route, unless a step of a policy names it.',
    ]);
    expect(found(hooks({}, { name: 'nite' }), [pack])).toEqual([]);
    expect(found(hooks({ fallback: 'nite' }, { name: 'nite' }))).toEqual([]);
    expect(found({ ...hooks({}, { name: 'nite' }), heartbeat: { everyMs: 60_000, to: ['nite'] } })).toEqual([]);
  });

  it('that a step of a policy names and the file does not', () => {
    expect(found(hooks({}, { name: 'nites' }), [pack])).toContain(
      'warning unknown-hook hooks: The step "three-quarters" of oto/pickup tells the hook "nite", which is not here. Write a hook "nite", or `tell: nites` in the pack.',
    );
  });

  it('that several steps name, once', () => {
    const ladder = [...pack.promises[0]!.ladder, { ...step, name: 'late', tell: ['nite'] }];
    const twice = { ...pack, promises: [{ ...pack.promises[0]!, ladder }] };
    expect(found(aRouting({ hooks: [aHook()] }), [twice])).toEqual([
      'warning unknown-hook hooks: The step "three-quarters" of oto/pickup and 1 more tell the hook "nite", which is not here. Write a hook "nite".',
    ]);
  });

  it('of which none is told', () => {
    expect(found(aRouting({ hooks: [], routes: [aRoute({ to: [] })] }))).toEqual([
      'warning nobody-told routes: Nobody is told of anything. Write a hook under `to` of a route.',
    ]);
  });
});

describe('names that no policy in force knows', () => {
  const lint = (when: CompiledRoute['when']): string[] =>
    found(routed({ when }), [pack]).filter((each) => each.includes('unknown-value'));

  it.each<[CompiledRoute['when'], string]>([
    [{ promise: 'oto/pick-up' }, '.promise: No policy in force knows the promise "oto/pick-up". Write `oto/pickup`.'],
    [
      { step: ['half', 'three-quarter'] },
      '.step.1: No policy in force knows the step "three-quarter". Write `three-quarters`.',
    ],
    [{ partner: 'noor' }, '.partner: No policy in force knows the partner "noor". Write one of p01.'],
    [{ team: '3PLs' }, '.team: No policy in force knows the team "3PLs". Write `3PL`.'],
    [{ kind: 'escalated', level: 'L3' }, '.level: No policy in force knows the level "L3". Write `L2`.'],
    [
      { kpi: 'mall/ontime', window: '7d' },
      '.kpi: No policy in force knows the kpi "mall/ontime". Write `mall/on-time`.',
    ],
  ])('%j', (when, told) => {
    expect(lint(when)).toEqual([`warning unknown-value routes.0.when${told}`]);
  });

  it('are not looked for among what only sources tell, nor without packs', () => {
    expect(lint({ carrier: 'nobody-knows', channel: 'x', step: 'deadline' })).toEqual([]);
    expect(found(routed({ when: { promise: 'oto/pick-up' } }))).toEqual([]);
  });
});

it('a repetition that comes sooner than changes do', () => {
  expect(found(routed({ everyMs: 300_000, repeatMs: 60_000, severity: ['critical'] }))).toEqual([
    'warning repeat-before-every routes.0.repeat: A group is told again sooner than its changes are. Write at least what `every` says.',
  ]);
});
