import type { LogRecord, RecordKind } from '@belfry/ingest/log';
import { describe, expect, test } from 'vitest';
import { breach } from '../../../test/support/signals-room.ts';
import { encodeSignal, type Incident } from '../contract/index.ts';
import type { QuarantineRow } from './fold.ts';
import { Horizon } from './horizon.ts';
import { NO_EFFECTS } from './no-effects.ts';
import { SignalsFold } from './signals-fold.ts';

describe('a record that cannot be taken', () => {
  test.each<[RecordKind, string]>([
    ['signal', 'no JSON'],
    ['signal', 'null'],
    ['signal', '{"kind":"breached"}'],
    ['said', '{"lane":0,"offset":1,"at":2}'],
    ['beat', 'null'],
    ['routes', '{"hash":"x"}'],
  ])('is quarantined with its bytes, and what follows is heard: %s %s', (kind, bytes) => {
    const fold = new SignalsFold(1);
    const quarantined: QuarantineRow[] = [];
    const incidents: Incident[] = [];
    const effects = {
      ...NO_EFFECTS,
      quarantine: (row: QuarantineRow) => void quarantined.push(row),
      incident: (incident: Incident) => void incidents.push(incident),
    };
    const horizon = new Horizon();
    const apply = (offset: number, of: RecordKind, value: Buffer): void => {
      const record: LogRecord = { partition: 0, offset, appendTime: 1_000, kind: of, key: 'k', value };
      horizon.take(record);
      fold.apply(record, horizon, effects);
    };
    apply(0, kind, Buffer.from(bytes));
    apply(1, 'signal', encodeSignal(breach(1)));
    expect(quarantined).toMatchObject([{ offset: 0, key: 'k', bytes: Buffer.from(bytes) }]);
    expect(quarantined[0]!.reason).toContain(`this ${kind} could not be taken`);
    expect(incidents).toMatchObject([{ open: 1 }]);
  });
});
