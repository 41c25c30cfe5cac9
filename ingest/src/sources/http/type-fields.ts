import * as z from 'zod';
import { common } from '../../contract/data.ts';
import { EVENT_TYPES, type EventType } from '../../contract/index.ts';
import { DATA_OF } from '../../contract/schema.ts';
import { subjectKinds } from '../../contract/subject.ts';

/** What one type carries, in words for the page of documents. Read from the schema, so that it cannot say otherwise. */
export interface TypeFields {
  readonly type: EventType;
  readonly subjects: readonly string[];
  readonly fields: readonly { readonly name: string; readonly required: boolean; readonly holds: string }[];
}

export function typeFields(): TypeFields[] {
  return EVENT_TYPES.map((type) => ({
    type,
    subjects: subjectKinds(type).map((kind) => `${kind}/…`),
    fields: fieldsOf(type),
  }));
}

function fieldsOf(type: EventType): TypeFields['fields'] {
  const schema = z.toJSONSchema(DATA_OF[type], { io: 'input', unrepresentable: 'any' }) as ObjectSchema;
  return Object.entries(schema.properties ?? {})
    .filter(([field]) => !(field in common))
    .map(([field, held]) => ({
      name: field,
      required: schema.required?.includes(field) ?? false,
      holds: inWords(held),
    }));
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
}

interface FieldSchema extends ObjectSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly FieldSchema[];
  readonly items?: FieldSchema;
  readonly format?: string;
  readonly examples?: readonly string[];
}

function inWords(schema: FieldSchema): string {
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.anyOf) return schema.anyOf.map(inWords).join(', or ');
  if (schema.type === 'array') return `list of ${schema.items ? inWords(schema.items) : 'anything'}`;
  if (schema.type === 'object') {
    const names = Object.keys(schema.properties ?? {});
    return names.length > 0 ? `{ ${names.join(', ')} }` : 'object';
  }
  if (schema.format === 'date-time') return 'time with a zone';
  if (schema.examples?.includes('2026-11-23')) return 'time with a zone, or a day';
  return schema.type === 'string' ? 'text' : (schema.type ?? 'anything');
}
