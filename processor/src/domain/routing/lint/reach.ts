import type { CompiledRoute, CompiledRouting, MatchField, Severity } from '../../../contract/index.ts';
import type { Condition } from '../../policy/compiled.ts';
import { canHold } from '../../policy/lint/can-hold.ts';
import { asksRoutes } from '../asks-routes.ts';
import type { Find } from './finding.ts';

/** Signals that ask the routes, what they have besides their kind, and how much they matter. */
interface Asking {
  readonly kinds: readonly string[];
  readonly severity: readonly Severity[];
  readonly fields: readonly MatchField[];
}

const OF_CLOCKS: readonly MatchField[] = [
  'promise',
  'subject',
  'partner',
  'market',
  'carrier',
  'channel',
  'team',
  'step',
];
/** A breach itself is on no level: only steps of a ladder are. */
const OF_STEPS: readonly MatchField[] = [...OF_CLOCKS, 'level', 'role', 'tell'];
const OF_KPIS: readonly MatchField[] = ['kpi', 'partner', 'market', 'window'];

const ASKING: readonly Asking[] = [
  { kinds: ['at-risk'], severity: ['warning'], fields: OF_STEPS },
  { kinds: ['escalated'], severity: ['critical'], fields: OF_STEPS },
  { kinds: ['breached'], severity: ['critical'], fields: OF_CLOCKS },
  { kinds: ['kpi-warn'], severity: ['warning'], fields: OF_KPIS },
  { kinds: ['kpi-block'], severity: ['critical'], fields: OF_KPIS },
  { kinds: ['kpi-burn'], severity: ['critical', 'warning'], fields: OF_KPIS },
  { kinds: ['policy-changed'], severity: ['info'], fields: ['partner', 'team'] },
  { kinds: ['calendar-ends', 'import-unfinished'], severity: ['warning'], fields: [] },
];

const ALL_FIELDS = [...new Set(ASKING.flatMap(({ fields }) => fields))];

/** Every signal that asks, as a condition: one of these. */
const SIGNALS: Condition = {
  any: ASKING.map(({ kinds, severity, fields }) => ({
    all: [
      { field: 'kind', in: kinds },
      { field: 'severity', in: severity },
      ...ALL_FIELDS.filter((field) => !fields.includes(field)).map((field) => ({ field, exists: false })),
    ],
  })),
};

/** Routes that no signal fits, and routes behind others that take all of theirs. */
export function lintReach({ routes, calendars }: CompiledRouting, find: Find): void {
  // A calendar is open or closed; there is no third.
  const sides = Object.keys(calendars).map((name): Condition => ({ field: sideOf(name), in: [true, false] }));
  const conditions = routes.map(conditionOf);
  routes.forEach((route, n) => {
    const own = [SIGNALS, ...sides, conditions[n]!];
    if (!canHold(own)) {
      find('error', 'route-never-fits', ['routes', n], ...whyNever(route));
      return;
    }
    const takers = routes.slice(0, n).flatMap((each, place) => (stops(each) ? [place] : []));
    if (canHold([...own, ...takers.map((place) => ({ not: conditions[place]! }))])) return;
    const guilty = takers.filter((place) => canHold([...own, conditions[place]!]));
    const names = guilty.map((place) => `"${routes[place]!.name}" (line ${routes[place]!.line})`).join(' or ');
    find(
      'error',
      'route-unreachable',
      ['routes', n],
      `Whatever fits this route is taken by ${names} before it.`,
      'it before that one, or `continue: true` there',
    );
  });
}

const stops = ({ goOn, threshold }: CompiledRoute): boolean => !goOn && threshold === null;

const sideOf = (calendar: string): string => `during ${calendar}`;

function conditionOf({ when, severity, during }: CompiledRoute): Condition {
  const all: Condition[] = Object.entries(when).map(([field, value]) => ({
    field,
    in: typeof value === 'string' ? [value] : value!,
  }));
  if (severity.length > 0) all.push({ field: 'severity', in: severity });
  if (during !== null) all.push({ field: sideOf(during.calendar), is: during.within });
  return { all };
}

function whyNever({ when, severity }: CompiledRoute): [message: string, instead: string] {
  const kinds = when.kind === undefined ? [] : [when.kind].flat();
  if (kinds.length > 0 && !kinds.some(asksRoutes)) {
    return [
      'Ends ask no route: whoever was told of a beginning is told of its end.',
      'a kind such as `breached`, or no such route',
    ];
  }
  const asked = [...Object.keys(when).map((field) => `\`${field}\``), ...severity];
  return [
    `No signal that asks the routes is all of this at once: ${asked.join(', ')}.`,
    'fields that one kind of signal has (docs/hooks.md), in several routes if needed',
  ];
}
