import type { LogRecord } from '@belfry/ingest/log';
import type { PolicyRecord } from '../../processor/src/domain/policy/compiled.ts';
import type { Archive } from '../../processor/src/inquiry/explain/read-archive.ts';
import { Horizon } from '../../processor/src/pipeline/horizon.ts';
import type { FoldBench } from './fold-bench.ts';

/** What the tables would know of a subject after a lane has read these records, without tables. */
export function archiveOf(records: readonly LogRecord[], bench: FoldBench, subject: string): Archive {
  const horizon = new Horizon();
  const events = [];
  const policies = [];
  const releases = [];
  for (const record of records) {
    const { offset, appendTime, kind, key, value } = record;
    const taken = { offset, appendTime, horizon: horizon.at };
    horizon.take(record);
    if (kind === 'event' && key === subject) events.push({ ...taken, value });
    if (kind === 'policy') {
      const policy = JSON.parse(value.toString()) as PolicyRecord;
      policies.push({ ...taken, number: policy.number ?? offset, record: policy });
    }
    if (kind === 'release')
      releases.push({ ...taken, importid: (JSON.parse(value.toString()) as { importid: string }).importid });
  }
  return {
    lane: 0,
    nextOffset: records.length,
    horizon: horizon.at,
    events,
    policies,
    releases,
    signals: bench.signals.filter((signal) => signal.subject === subject),
  };
}
