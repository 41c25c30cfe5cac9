import type * as z from 'zod';
import { explainInstant, INSTANT, INSTANT_OR_DAY } from './instant.ts';
import type { Refusal } from './verdict.ts';

/** Turns what the schema found into a refusal that says what was written and what to write instead. */
export function explain(issue: z.core.$ZodIssue, event: unknown): Refusal {
  const path = issue.path.map(String).join('.');
  const told = valueAt(event, issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return typeRefusal(path, told, issue.expected);
    case 'invalid_format': {
      if (issue.pattern === String(INSTANT)) return { path, ...explainInstant(told, false) };
      if (issue.pattern === String(INSTANT_OR_DAY)) return { path, ...explainInstant(told, true) };
      const code = path === 'subject' ? 'SUBJECT_FORM' : path === 'datacontenttype' ? 'UNSUPPORTED' : 'WRONG_VALUE';
      return { code, path, message: `is ${shown(told)}, which ${issue.message}` };
    }
    case 'invalid_value': {
      if (told === undefined) return missing(path, `: write ${oneOf(issue.values)}`);
      return { code: 'WRONG_VALUE', path, message: `is ${shown(told)}: write ${oneOf(issue.values)}` };
    }
    case 'invalid_union':
      return { code: 'WRONG_VALUE', path, message: `is ${shown(told)}: ${unionRemedy(issue)}` };
    case 'unrecognized_keys': {
      const message = `names ${shown(issue.keys.join(', '))}, which is not known there: write a name that /docs/api lists`;
      return { code: 'WRONG_VALUE', path, message };
    }
    case 'too_big':
    case 'too_small':
      return { code: 'WRONG_VALUE', path, message: issue.message };
    default:
      return { code: 'WRONG_VALUE', path, message: issue.message };
  }
}

const EXAMPLES: Readonly<Record<string, string>> = {
  id: 'an id that stays the same when the event is sent again, for instance "8812-opened"',
  source: 'who tells it, for instance "shopify-eu"',
  type: 'what happened, for instance "order.opened"',
  subject: 'what it happened to, for instance "order/8812" or "ticket/T-9"',
  time: 'when it happened, with a zone, for instance "2026-11-23T17:00:00+01:00"',
  data: 'the data of its type as an object',
};

function missing(path: string, remedy: string): Refusal {
  return { code: 'MISSING', path, message: `is missing${remedy}` };
}

function typeRefusal(path: string, told: unknown, expected: string): Refusal {
  if (told === undefined) return missing(path, `: write ${EXAMPLES[path] ?? article(expected)}`);
  if (path === 'data_base64') return { code: 'UNSUPPORTED', path, message: 'is binary: write data as JSON' };
  const remedy = told === null ? 'leave the field out, or write' : 'write';
  return {
    code: 'WRONG_TYPE',
    path,
    message: `is ${shown(told)}: ${remedy} ${EXAMPLES[path] ?? article(expected)}`,
  };
}

function article(expected: string): string {
  // Zod's word for "anything, but something".
  if (expected === 'nonoptional') return 'a value';
  return `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

const oneOf = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(' or ');

function unionRemedy(issue: z.core.$ZodIssueInvalidUnion): string {
  const values = issue.errors.flatMap((branch) =>
    branch.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : [])),
  );
  return values.length > 0 ? `write ${oneOf([...new Set(values)])}` : 'write one of the forms in /docs/api';
}

/** The value as its sender would recognise it, cut short. */
function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 79)}…` : json;
}

function valueAt(event: unknown, path: readonly PropertyKey[]): unknown {
  let value = event;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
