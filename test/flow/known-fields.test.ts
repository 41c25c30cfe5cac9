import { DATA_OF } from '@belfry/ingest/schema';
import { expect, it } from 'vitest';
import { KNOWN_FIELDS } from '../../processor/src/domain/policy/known-fields.ts';

it('knows every field that intake describes, but the insides of snapshots, which never reach the log as they are', () => {
  const described = Object.entries(DATA_OF)
    .filter(([type]) => !type.endsWith('.snapshot') && type !== 'import.finished')
    .flatMap(([, data]) => Object.keys(data.shape));
  const roots = new Set([...KNOWN_FIELDS].map((field) => field.split('.')[0]!));
  expect([...new Set(described)].filter((field) => !roots.has(field))).toEqual([]);
});
