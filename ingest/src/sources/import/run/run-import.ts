import { createHash } from 'node:crypto';
import { access, constants, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { BelfryEvent } from '../../../contract/index.ts';
import { ImportError } from '../import-error.ts';
import { type OpenTeller, openMapping } from '../mapping/open-mapping.ts';
import { readMapping } from '../mapping/read-mapping.ts';
import type { RowOutcome } from '../mapping/row-teller.ts';
import { readRecords } from '../rows/csv-records.ts';
import { unreadable } from '../unreadable.ts';
import { createBatcher } from './batcher.ts';
import { createCheckpointFile } from './checkpoint.ts';
import type { EventSink } from './event-sink.ts';
import { fingerprint } from './fingerprint.ts';
import { createProgress, type ImportProgress } from './progress.ts';
import { openRefusedList, writeRowsToMend } from './refused-rows.ts';
import { type ImportReport, noCounts } from './report.ts';

export interface ImportOptions {
  /** The CSV file. */
  readonly file: string;
  /** The mapping's YAML file. */
  readonly mapping: string;
  readonly sink: EventSink;
  /** Names where the sink leads, for instance its URL: progress is kept for each target apart. */
  readonly target?: string;
  /** Sends nothing, writes nothing; the report says what would be. */
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Where progress and the refused rows are kept; default: beside the file, or .belfry/imports if that is read-only. */
  readonly stateDir?: string;
  /** Joined files that lie elsewhere than beside the main one, by the join's name. */
  readonly joinFiles?: Readonly<Record<string, string>>;
  /** Most rows of a joined file, which is held in memory; default a million. */
  readonly joinLimit?: number;
  /** ms UTC. */
  readonly now: () => number;
  /** Ends the import at the next batch, as a kill would, but with its progress kept. */
  readonly signal?: AbortSignal;
}

/**
 * Imports a file of history: every row becomes events or is refused with its line and reason, `imported + refused =
 * rows`. Killed in the middle, the next run goes on; run again, it sends the same ids, which changes nothing. The main
 * file is streamed in constant memory. Ends with the event `import.finished`, at which the held events are judged.
 * Throws an ImportError if the whole cannot go on; what was acknowledged by then is kept.
 */
export async function runImport(options: ImportOptions): Promise<ImportReport> {
  const startedAt = options.now();
  const dryRun = options.dryRun ?? false;
  const mapping = readMapping(await readText(options.mapping), basename(options.mapping));
  const opened = await openMapping({
    file: options.file,
    mapping,
    mappingName: basename(options.mapping),
    joinFiles: options.joinFiles,
    joinLimit: options.joinLimit ?? 1_000_000,
  });
  const importid = await fingerprint(mapping.document.name, mapping.text, [
    options.file,
    ...opened.joinFiles.map((one) => one.file),
  ]);
  const target = options.target ?? '';
  const base = join(
    options.stateDir ?? (await stateFolder(options.file)),
    `${basename(options.file, '.csv')}.${importid}${targetMark(target)}`,
  );
  const paths = { progress: `${base}.progress.json`, list: `${base}.refused.ndjson`, mend: `${base}.refused.csv` };
  const checkpoint = createCheckpointFile(paths.progress, importid, target);
  const earlier = dryRun ? undefined : await checkpoint.read();
  const teller = await opened.teller({ importid, now: startedAt });
  const { size } = await stat(options.file);
  const list = dryRun ? undefined : await openRefusedList(paths.list, earlier?.refusedBytes ?? 0);
  const progress = createProgress(size, options.now, options.onProgress ?? (() => undefined));
  const batcher = createBatcher({
    counts: earlier?.counts ?? noCounts(),
    sink: dryRun ? undefined : options.sink,
    now: options.now,
    async settled(counts, refused) {
      await list?.append(refused);
      if (list !== undefined)
        await checkpoint.write({ version: 1, importid, target, counts, refusedBytes: list.bytes });
    },
  });
  const resumedAfter = batcher.counts.rows;
  try {
    // The rows that an earlier run imported are told again, for what they mean to later ones, but not sent.
    let known = resumedAfter;
    let told = 0;
    for await (const step of outcomes(options.file, mapping.document.delimiter, opened.header.length, teller)) {
      let index = 0;
      for (const outcome of step.outcomes) {
        index++;
        told++;
        if (known > 0) {
          known--;
          continue;
        }
        const settled = batcher.counts.rows;
        await batcher.add(outcome);
        if (batcher.counts.rows === settled && index > 1) continue;
        // How far the reading is, less what is read but not yet acknowledged; rows are taken to be of equal length.
        const read = step.from + (index / step.outcomes.length) * (step.bytes - step.from);
        progress(batcher.counts, read * (batcher.counts.rows / told), false);
      }
      if (options.signal?.aborted) {
        await batcher.flush();
        throw new ImportError(
          'IMPORT_SINK_FAILED',
          `stopped after ${batcher.counts.rows} rows: run it again to go on`,
          {
            retriable: true,
          },
        );
      }
    }
    await batcher.flush();
  } finally {
    await list?.close();
  }
  const { counts } = batcher;
  if (!dryRun) {
    if (counts.refused > 0) {
      const key = mapping.document.rows === 'states' ? opened.header.indexOf(mapping.document.subject.key) : undefined;
      await writeRowsToMend({
        list: paths.list,
        to: paths.mend,
        file: options.file,
        delimiter: mapping.document.delimiter,
        columns: opened.header.length,
        ...(key === undefined ? {} : { keyColumn: key }),
      });
    } else {
      await rm(paths.list, { force: true });
    }
    await finish(options.sink, finished(importid, mapping.document.source, options.now(), counts));
    await checkpoint.remove();
  }
  progress(counts, size, true);
  const refusedFiles = !dryRun && counts.refused > 0;
  return {
    ...counts,
    importid,
    mapping: mapping.document.name,
    file: options.file,
    dryRun,
    resumedAfter,
    joins: teller.joins(),
    refusedRows: batcher.refusedRows,
    refusedList: refusedFiles ? paths.list : null,
    refusedFile: refusedFiles ? paths.mend : null,
    sample: batcher.sample,
    seconds: (options.now() - startedAt) / 1000,
  };
}

/** Progress towards one Belfry says nothing about another, so that each target has files of its own. */
const targetMark = (target: string): string =>
  target === '' ? '' : `.${createHash('sha256').update(target).digest('hex').slice(0, 8)}`;

async function stateFolder(file: string): Promise<string> {
  const beside = dirname(resolve(file));
  return access(beside, constants.W_OK).then(
    () => beside,
    () => resolve('.belfry', 'imports'),
  );
}

async function* outcomes(
  file: string,
  delimiter: string,
  columns: number,
  teller: OpenTeller,
): AsyncGenerator<{ outcomes: readonly RowOutcome[]; from: number; bytes: number }> {
  let header = true;
  let bytes = 0;
  for await (const block of readRecords(file, { delimiter, columns })) {
    const from = bytes;
    bytes = block.end;
    const told: RowOutcome[] = [];
    for (const record of block.records) {
      if (header) header = false;
      else told.push(...teller.tell(record));
    }
    yield { outcomes: told, from, bytes };
  }
  yield { outcomes: teller.end(), from: bytes, bytes };
}

/** Says that all is told. Each run says it anew, so its id has the time: a lost release is mended by importing again. */
function finished(
  importid: string,
  source: string,
  now: number,
  counts: { rows: number; events: number },
): BelfryEvent {
  return {
    specversion: '1.0',
    id: `${importid}:finished:${now}`,
    source,
    type: 'import.finished',
    subject: `import/${importid}`,
    time: new Date(now).toISOString(),
    data: { importid, rows: counts.rows, events: counts.events },
  };
}

async function finish(sink: EventSink, event: BelfryEvent): Promise<void> {
  const [verdict] = await sink.send([event]).catch((cause: unknown) => {
    throw new ImportError(
      'IMPORT_SINK_FAILED',
      `all rows are imported, but the release could not be told: ${String(cause)}. Run the same import again`,
      { retriable: true, cause },
    );
  });
  if (verdict?.status === 'refused')
    throw new ImportError('IMPORT_SINK_FAILED', `intake refused the release of the import: ${verdict.message}`);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(`the mapping ${path}`, cause);
  }
}
