import * as z from 'zod';
import { EVENT_TYPES, type EventType } from './event.ts';
import { explain } from './explain.ts';
import { instant } from './instant.ts';
import { knownType, WIRE_PREFIX } from './nearest-type.ts';
import { ORDER_EVENTS, SHIPMENT_EVENTS } from './order-events.ts';
import { PEOPLE_EVENTS } from './people-events.ts';
import { ONE_LINE } from './printable.ts';
import { subjectSchema } from './subject.ts';
import { TICKET_EVENTS } from './ticket-events.ts';
import type { Refusal } from './verdict.ts';

/**
 * The rules that an event must keep to be taken: CloudEvents 1.0 with data of its type. Fields that are not named are
 * kept as they are. Readers of the log may rely on everything said here.
 */

/** What each type carries in `data`. */
export const DATA_OF: Record<EventType, z.ZodObject> = {
  ...ORDER_EVENTS,
  ...SHIPMENT_EVENTS,
  ...TICKET_EVENTS,
  ...PEOPLE_EVENTS,
};

/** Ids travel as keys and in headers: printable Unicode without line breaks. */
const identifier = (most: number) =>
  z
    .string()
    .min(1, 'is empty: write an id that stays the same when the event is sent again')
    .max(most, `is longer than ${most} characters: write a shorter one`)
    .regex(ONE_LINE, 'contains control characters or broken Unicode: write one line of text');

const envelope = {
  specversion: z.literal('1.0', 'write "1.0"'),
  id: identifier(256).meta({ description: 'Unique for its source. A retry keeps the id of the first try.' }),
  source: identifier(512).meta({ description: 'Who tells it, for instance shopify-eu.', examples: ['shopify-eu'] }),
  time: instant.meta({ description: 'When it happened (not when it was sent).' }),
  importid: identifier(128).optional().meta({ description: 'Marks history: held until the import is finished.' }),
  datacontenttype: z
    .string()
    .regex(/^application\/(?:[\w.-]+\+)?json\b/, 'write application/json: data is JSON')
    .optional(),
  data_base64: z.never().optional(),
};

function schemaOf(type: EventType) {
  const data = DATA_OF[type];
  return z.looseObject({
    ...envelope,
    type: z.literal([type, `${WIRE_PREFIX}${type}`]),
    subject: subjectSchema(type),
    // Where nothing is required of it, it may be missing altogether.
    data: data.safeParse({}).success ? data.optional() : data,
  });
}

/** An event whose type Belfry does not know keeps the envelope's rules; the processor quarantines it with its bytes. */
const unknownTyped = z.looseObject({
  ...envelope,
  type: identifier(128),
  subject: subjectSchema(undefined),
  data: z.unknown().optional(),
});

type Checker = Pick<ReturnType<typeof schemaOf>, 'safeParse'>;
const checkers = new Map<string, Checker>();

/** Compiling a schema takes a while, so that each one waits for the first event of its type. */
function checkerOf(type: EventType | undefined): Checker {
  let checker = checkers.get(type ?? '');
  if (!checker) {
    checker = type === undefined ? (z.compile(unknownTyped) as unknown as Checker) : z.compile(schemaOf(type));
    checkers.set(type ?? '', checker);
  }
  return checker;
}

/** How many faults of one event are told at most. */
const FAULTS_TOLD = 5;

/**
 * Checks one parsed event.
 * @returns its type without the wire prefix (undefined: unknown to Belfry), or everything that is wrong with it.
 */
export function checkEvent(
  event: unknown,
): { type: EventType | undefined } | { refusals: readonly [Refusal, ...Refusal[]] } {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    const message =
      'write a CloudEvents 1.0 object: {"specversion":"1.0","id":…,"source":…,"type":…,"subject":…,"time":…}';
    return { refusals: [{ code: 'NOT_AN_EVENT', path: '', message }] };
  }
  const told = (event as { type?: unknown }).type;
  const type = typeof told === 'string' ? knownType(told) : undefined;
  const result = checkerOf(type).safeParse(event);
  if (result.success) return { type };
  const [first, ...others] = result.error.issues.slice(0, FAULTS_TOLD).map((issue) => explain(issue, event));
  return { refusals: [first!, ...others] };
}

/** The JSON Schema (2020-12) of every event: one alternative per type. */
export function eventJsonSchema(): Record<string, unknown> {
  const { $schema, ...alternatives } = z.toJSONSchema(
    z.union(EVENT_TYPES.map((type) => schemaOf(type).meta({ title: type }))),
    {
      io: 'input',
      unrepresentable: 'any',
      reused: 'ref',
    },
  );
  return {
    $schema,
    title: 'Belfry event',
    description: 'A CloudEvents 1.0 object about an order or a ticket. Fields that are not named here are kept.',
    ...alternatives,
  };
}
