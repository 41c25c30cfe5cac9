import { execFileSync, spawn } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PLAN, type Planned, type Told } from './goals.ts';

const RUN = fileURLToPath(new URL('./run.ts', import.meta.url));
const COLUMNS = ['what', 'goal', 'measured', 'how'] as const;

/**
 * `npm run bench -- all [--quick|--full] [names,...]`: one bench after the other, each in a process of its own, and at the end a
 * Markdown table of what DESIGN asks and what was measured, for docs/performance.md. Quick takes minutes and says whether
 * all of them run; full takes an hour or two, and its figures count if nothing else does anything on the machine.
 */
export async function all(args: readonly string[], known: readonly string[]): Promise<void> {
  const size = args.includes('--full') ? 'full' : 'quick';
  const only = args.find((arg) => !arg.startsWith('--'))?.split(',');
  const rows: Record<(typeof COLUMNS)[number], string>[] = [];
  for (const planned of PLAN.filter(({ bench }) => known.includes(bench) && (only?.includes(bench) ?? true))) {
    const how = ['npm run bench --', planned.bench, ...planned[size]].join(' ');
    console.log(`\n${how}`);
    const told = await run([planned.bench, ...planned[size]]);
    for (const { what, goal, measured } of linesOf(planned, told))
      rows.push({ what, goal, measured, how: `\`${how}\`` });
  }
  console.log(`\n${machine()}; ${size} run of ${commit()}\n`);
  console.log(`| ${COLUMNS.join(' | ')} |\n|${COLUMNS.map(() => '---').join('|')}|`);
  for (const row of rows) console.log(`| ${COLUMNS.map((column) => row[column]).join(' | ')} |`);
  console.log(JSON.stringify({ bench: 'all', size, rows }));
}

function linesOf({ bench, goals }: Planned, told: Told | undefined) {
  if (told === undefined) return [{ what: bench, goal: '-', measured: 'it failed' }];
  if (goals.length === 0) {
    const { bench: _, ...figures } = told;
    return [{ what: bench, goal: '-', measured: JSON.stringify(figures).replaceAll('|', '\\|') }];
  }
  return goals.flatMap(({ what, goal, measured }) => {
    const said = measured(told);
    return said === undefined ? [] : [{ what, goal, measured: said }];
  });
}

/** What it ends with; undefined if it fails. Everything that it says is shown. */
async function run(args: readonly string[]): Promise<Told | undefined> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--expose-gc', RUN, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let last: Told | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    if (line.startsWith('{"bench"')) last = JSON.parse(line) as Told;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return code === 0 ? last : undefined;
}

const machine = (): string => {
  const cores = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${memory} GiB, Node ${process.versions.node}`;
};

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  } catch {
    return 'a tree without git';
  }
}
