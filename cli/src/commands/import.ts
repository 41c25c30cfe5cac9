import { createIntakeClient } from '@belfry/ingest/client';
import { type ImportProgress, type ImportReport, runImport } from '@belfry/ingest/import';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { bearer } from '../bearer.ts';
import { BelfryError } from '../belfry-error.ts';
import { readEnvironment } from '../environment.ts';
import { requireRunning } from '../running.ts';

interface ImportFlags {
  readonly mapping: string;
  readonly dryRun?: boolean;
  readonly join?: Readonly<Record<string, string>>;
  readonly stateDir?: string;
  readonly url?: string;
}

export function importCommand(): Command {
  return new Command('import')
    .description(
      'Import history from a CSV file. The same import again changes nothing; one that was broken off goes on.',
    )
    .argument('<file.csv>', 'the rows')
    .requiredOption('--mapping <file.yaml>', 'how rows become events; two examples are in ingest/mappings')
    .option('--dry-run', 'send nothing; say what would be sent, and which rows would be refused')
    .option('--join <name=file>', 'where a file that the mapping joins lies, if not beside the first', collectJoin)
    .option('--state-dir <dir>', 'where progress and refused rows are kept (default: beside the file)')
    .option('--url <url>', 'where Belfry runs (default: BELFRY_URL or http://127.0.0.1:4100)')
    .showHelpAfterError('(belfry import --help says more; ingest/mappings has two mappings to copy)')
    .addHelpText('after', '\nRows are held back from the wall until all of them have arrived, and then judged quietly.')
    .action(importFile);
}

async function importFile(file: string, flags: ImportFlags): Promise<void> {
  const url = flags.url ?? readEnvironment(process.env).url;
  if (!flags.dryRun) await requireRunning(url);
  const bar = progressBar();
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort());
  let report: ImportReport;
  try {
    report = await runImport({
      file,
      mapping: flags.mapping,
      sink: createIntakeClient({ url, headers: bearer() }),
      target: url,
      dryRun: flags.dryRun ?? false,
      joinFiles: flags.join ?? {},
      ...(flags.stateDir === undefined ? {} : { stateDir: flags.stateDir }),
      now: () => Date.now(),
      onProgress: bar.tell,
      signal: abort.signal,
    });
  } finally {
    bar.end();
  }
  for (const line of reportLines(report, url)) console.log(line);
  if (report.imported === 0 && report.rows > 0) {
    throw new BelfryError('USAGE', `none of the ${report.rows} rows could be imported; the reasons are above.`);
  }
}

/** A bar on a terminal; a line every few seconds where there is none. */
function progressBar(): { tell(progress: ImportProgress): void; end(): void } {
  if (!process.stdout.isTTY) {
    let toldAt = 0;
    return {
      tell(progress) {
        if (!progress.done && (progress.rows === 0 || Date.now() - toldAt < 2_000)) return;
        toldAt = Date.now();
        console.log(
          `${progress.rows} rows, ${progress.events} events, ${progress.refused} refused (${percent(progress)} %)`,
        );
      },
      end() {},
    };
  }
  const bar = new SingleBar({
    format: '{bar} {percentage} % | {rows} rows, {events} events, {refused} refused | {speed} rows/s | {left}',
    hideCursor: true,
  });
  let begun = false;
  return {
    tell(progress) {
      const { rows, events, refused, rowsPerSecond, secondsLeft } = progress;
      const left = secondsLeft === undefined ? '' : `${secondsLeft} s left`;
      const payload = { rows, events, refused, speed: rowsPerSecond, left };
      if (!begun) bar.start(progress.totalBytes, progress.bytes, payload);
      else bar.update(progress.bytes, payload);
      begun = true;
    },
    end() {
      if (begun) bar.stop();
    },
  };
}

const percent = ({ bytes, totalBytes }: ImportProgress): number =>
  totalBytes === 0 ? 100 : Math.floor((100 * bytes) / totalBytes);

/** The whole account of an import: every row is imported or refused, and what was not exact is counted. */
function reportLines(report: ImportReport, url: string): string[] {
  const counts = report;
  const lines = [
    '',
    `${report.dryRun ? 'Would import' : 'Imported'} ${counts.imported} of ${counts.rows} rows, refused ${counts.refused} (import ${report.importid}, ${report.seconds.toFixed(1)} s)`,
    `  events        ${counts.events}${report.dryRun ? '' : `: ${counts.accepted} into the log, ${counts.duplicates} known already`}`,
  ];
  for (const [type, count] of Object.entries(counts.byType).sort()) lines.push(`    ${type.padEnd(24)}${count}`);
  if (report.resumedAfter > 0)
    lines.push(`  resumed       after ${report.resumedAfter} rows that an earlier run had imported`);
  if (counts.first !== null && counts.last !== null) {
    lines.push(`  from, to      ${new Date(counts.first).toISOString()}, ${new Date(counts.last).toISOString()}`);
  }
  lines.push(
    `  no partner    ${counts.unknownPartner} rows: their partner is "unknown"`,
    `  no own time   ${counts.inferredTimes} events: the latest known time, marked "inferred"`,
    `  only a day    ${counts.dayTimes} events, marked "date"`,
    `  told nothing  ${counts.unchanged} rows: states in which nothing new stands`,
  );
  for (const join of report.joins) {
    const { name, file, rows, unmatched, refused } = join;
    lines.push(
      `  joined        ${name}: ${rows} rows of ${file}, ${unmatched} named by no row, ${refused.length} refused`,
    );
  }
  if (counts.refused > 0) {
    lines.push('', 'Refused rows:');
    for (const [code, count] of Object.entries(counts.refusedBy)) lines.push(`  ${code.padEnd(24)}${count}`);
    for (const row of report.refusedRows.slice(0, 20)) lines.push(`  line ${row.line}: ${row.reason}`);
    if (counts.refused > 20) lines.push(`  ... and ${counts.refused - 20} more`);
    if (report.refusedList !== null) lines.push(`  all of them: ${report.refusedList}`);
    if (report.refusedFile !== null) lines.push(`  to mend and import again: ${report.refusedFile}`);
  }
  if (!report.dryRun && counts.last !== null) {
    const day = new Date(counts.last).toISOString().slice(0, 10);
    lines.push('', `Its KPIs by whole days, the as-of day included: ${url}/api/kpis?asOf=${day}&window=all`);
  }
  if (report.dryRun && report.sample.length > 0) {
    lines.push('', 'The first events:');
    for (const event of report.sample) lines.push(`  ${JSON.stringify(event)}`);
  }
  return lines;
}

function collectJoin(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new BelfryError('USAGE', `--join ${text}: write name=file, for instance --join items=order_items.csv.`);
  }
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
