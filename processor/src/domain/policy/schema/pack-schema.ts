import * as z from 'zod';
import { calendar, partner } from './calendar-entry.ts';
import { closed, name, named, text } from './closed.ts';
import { kpi } from './kpi-entry.ts';
import { promise } from './promise-entry.ts';
import { sources } from './source-entry.ts';

/** The shape of a pack in YAML: its head, and what it is made of. */

const cell = text('a value such as `P1`, in quotes if it is a number');
const derivation = closed('how a field is worked out', {
  from: z.tuple([text('a field'), text('a field')], 'two fields such as `[impact, urgency]`'),
  table: z.record(
    z.string(),
    z.record(z.string(), cell, 'a mapping from values of the second field to the answer'),
    'a mapping from values of the first field to mappings from values of the second',
  ),
});

export const packSchema = closed('a pack', {
  pack: name('the pack'),
  title: text('a title in a few words'),
  description: text('what it is for, in a sentence or two'),
  effective: text('a date such as `2026-01-01`, which begins at midnight UTC, or an instant with a zone'),
  applies: z.enum(['new', 'open'], '`new` or `open`').optional().meta({
    description:
      '`open` judges open subjects again under this version; `new`, the default, only those first read after it.',
  }),
  calendars: named('a calendar', calendar).optional(),
  partners: named('a partner', partner).optional(),
  sources: sources.optional(),
  derive: z.record(z.string(), derivation, 'a mapping from fields to how they are worked out').optional().meta({
    description: 'Fields worked out from two others, where they are not told: a priority of impact x urgency.',
  }),
  aliases: z
    .record(
      z.string(),
      z.record(z.string(), text('the value that is meant'), 'a mapping from other names to the value that is meant'),
      'a mapping from fields to other names of their values',
    )
    .optional()
    .meta({ description: 'Other names of the values of a field: `category: { Acount: account }`.' }),
  promises: named('a promise', promise).optional(),
  kpis: named('a KPI', kpi).optional(),
});

export type PackSource = z.infer<typeof packSchema>;
