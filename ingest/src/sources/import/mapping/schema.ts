import { z } from 'zod';
import { EVENT_TYPES } from '../../../contract/index.ts';
import { isZone } from '../rows/zone-offset.ts';

/** The language of mappings. It is closed: columns, constants, tables and comparisons, no code. See mappings/*.yaml. */

const column = z.string('a column is its name in the header').min(1, 'write the name of a column');
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A comparison of cells. Cells are text, so `is: 5` and `is: "5"` mean the same. */
export type MappingCondition =
  | { all: MappingCondition[] }
  | { any: MappingCondition[] }
  | { not: MappingCondition }
  | { column: string; is: string | number | boolean }
  | { column: string; in: (string | number | boolean)[] }
  | { column: string; known: boolean };

const condition: z.ZodType<MappingCondition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ all: z.array(condition) }),
      z.strictObject({ any: z.array(condition) }),
      z.strictObject({ not: condition }),
      z.strictObject({ column, is: scalar }),
      z.strictObject({ column, in: z.array(scalar).min(1) }),
      z.strictObject({ column, known: z.boolean() }),
    ],
    'a condition is { column: c, is: x }, { column: c, in: [x, y] }, { column: c, known: true }, or all, any, not of conditions',
  ),
);

const as = z.enum(['text', 'number', 'boolean'], 'a cell is read as text, number or boolean');

const fieldPath = z.string().regex(/^[A-Za-z][\w]*(\.[A-Za-z][\w]*)*$/, 'a field is a path such as promise.shipBy');

/** What a field of an event is made of. A bare string is the name of a column; a constant is written as one. */
export type MappingValue =
  | string
  | { constant: unknown }
  | { column: string; as?: 'text' | 'number' | 'boolean'; otherwise?: unknown }
  | { column: string; map: Record<string, unknown>; otherwise?: unknown }
  | { time: string }
  | { endOfDay: string }
  | { text: string }
  | { before: string; initially?: string }
  | { each: string; fields: Record<string, MappingValue> };

const value: z.ZodType<MappingValue> = z.lazy(() =>
  z.union(
    [
      column,
      z.strictObject({ constant: z.unknown() }),
      z.strictObject({ column, as: as.optional(), otherwise: z.unknown().optional() }),
      z.strictObject({ column, map: z.record(z.string(), z.unknown()), otherwise: z.unknown().optional() }),
      z.strictObject({ time: column }),
      z.strictObject({ endOfDay: column }),
      z.strictObject({ text: z.string().min(1) }),
      z.strictObject({ before: column, initially: z.string().optional() }),
      z.strictObject({ each: z.string().min(1), fields: z.record(fieldPath, value) }),
    ] as unknown as [z.ZodType<MappingValue>, z.ZodType<MappingValue>],
    'a value is the name of a column, or one of { constant: x }, { column: c, as, otherwise }, { column: c, map: { a: x }, otherwise }, ' +
      '{ time: c }, { endOfDay: c }, { text: "{c}-1" }, { before: c }, { each: join, fields }',
  ),
);

const fields = z.record(fieldPath, value);

const type = z
  .enum(EVENT_TYPES, 'this is no type of event: see the list in the documentation of events')
  .refine((name) => name !== 'import.finished', 'the import sends import.finished itself');

/** When an event happened. `latest`: the latest known time of the row, marked `inferred`. Default for states: `asOf`. */
const eventTime = z.union(
  [
    z.literal('latest'),
    z.strictObject({ column, required: z.boolean().optional(), inferIf: condition.optional() }),
    column,
  ],
  'a time is the name of a column, latest, or { column: c, required: true } or { column: c, inferIf: condition }',
);

/** On which row of a subject an event happens, if rows are states. */
const occasion = z.union(
  [
    z.literal('first'),
    z.strictObject({ changed: column, initially: z.string().optional() }),
    z.strictObject({ enters: condition }),
    z.strictObject({ leaves: condition }),
  ],
  'on is first, { changed: column, initially: x }, { enters: condition } or { leaves: condition }',
);

const rule = z.strictObject({
  type,
  /** The event's part in its id, `<key>:<id>`; default: the type behind its dot. */
  id: z
    .string()
    .regex(/^[\w.-]+$/, 'an id has letters, digits, dots and dashes')
    .optional(),
  on: occasion.optional(),
  when: condition.optional(),
  time: eventTime.optional(),
  data: fields.optional(),
});

export const mappingSchema = z
  .strictObject({
    version: z.literal(1, 'version is 1'),
    name: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name has small letters, digits and dashes'),
    description: z.string().optional(),
    /** The source of its events; with their ids it finds duplicates. */
    source: z.string().min(1),
    zone: z.string().refine(isZone, 'this is no zone: write one such as Europe/Prague or UTC').optional(),
    times: z.array(z.string()).min(1).default(['iso']),
    /** Cells that say that nothing is known. */
    unknown: z.array(z.string()).default(['']),
    delimiter: z.string().length(1, 'a delimiter is one character').default(','),
    /** `events`: a row tells what happened. `states`: a row is a state, and the difference to the one before tells it. */
    rows: z.enum(['events', 'states'], 'rows is events or states').default('events'),
    subject: z.strictObject({ kind: z.enum(['order', 'ticket'], 'a subject is an order or a ticket'), key: column }),
    state: z.strictObject({ asOf: column, version: column.optional() }).optional(),
    joins: z
      .record(
        z.string().regex(/^[a-z]\w*$/, 'the name of a join has small letters and digits'),
        z.strictObject({ file: z.string().min(1), on: column, key: column }),
      )
      .default({}),
    split: z.strictObject({ by: column }).optional(),
    partner: value.optional(),
    common: fields.default({}),
    /** The columns that `latest` looks at. */
    latest: z.array(column).default([]),
    events: z.array(rule).min(1, 'a mapping makes at least one event of a row'),
  })
  .check((context) => {
    const mapping = context.value;
    const issue = (path: (string | number)[], message: string): void => {
      context.issues.push({ code: 'custom', path, message, input: undefined });
    };
    if (mapping.rows === 'states' && mapping.state === undefined)
      issue(['rows'], 'rows that are states need state: { asOf: column }');
    if (mapping.rows === 'states' && mapping.split !== undefined)
      issue(['split'], 'states cannot be split: leave split out');
    const ids = new Map<string, number>();
    mapping.events.forEach((event, i) => {
      const id = idOf(event);
      if (ids.has(id)) issue(['events', i], `two events have the id ${id}: give one of them another id`);
      ids.set(id, i);
      if (event.on !== undefined && mapping.rows !== 'states')
        issue(['events', i, 'on'], 'on is for rows that are states: use when');
      const inferred = event.time === 'latest' || (typeof event.time === 'object' && event.time.inferIf !== undefined);
      if (inferred && mapping.latest.length === 0)
        issue(['events', i, 'time'], 'latest needs the columns to look at: latest: [column, column]');
      if (event.time === undefined && mapping.rows !== 'states')
        issue(['events', i], 'an event needs a time: the name of a column, or latest');
      if (
        !event.type.startsWith(`${mapping.subject.kind}.`) &&
        !(mapping.subject.kind === 'order' && /^(shipment|customer)\./.test(event.type))
      )
        issue(['events', i, 'type'], `${event.type} does not happen to a subject of kind ${mapping.subject.kind}`);
    });
  });

export type MappingDocument = z.infer<typeof mappingSchema>;
export type EventRule = MappingDocument['events'][number];
export type RuleTime = NonNullable<EventRule['time']>;

export const idOf = (event: { readonly id?: string | undefined; readonly type: string }): string =>
  event.id ?? event.type.slice(event.type.indexOf('.') + 1);
