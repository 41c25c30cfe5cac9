import { all } from './all.ts';
import { backtest } from './backtest.ts';
import { clocks } from './clocks.ts';
import { deadlineToPixel } from './deadline-to-pixel.ts';
import { deadlines } from './deadlines.ts';
import { drilldown } from './drilldown.ts';
import { importHistory } from './import.ts';
import { instant } from './instant.ts';
import { memory } from './memory.ts';
import { recovery } from './recovery.ts';
import { replayEverything } from './replay.ts';
import { scaling } from './scaling.ts';
import { storm } from './storm.ts';
import { throughput } from './throughput.ts';
import { walls } from './walls.ts';

/**
 * `npm run bench -- NAME`: each bench prints a table and, as its last line, one JSON object. Figures of one run compare
 * with each other; machines are noisy, so those of two runs do not. `all` runs them one after the other (all.ts).
 */
const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  backtest,
  clocks,
  'deadline-to-pixel': deadlineToPixel,
  deadlines,
  drilldown,
  instant,
  import: importHistory,
  memory,
  recovery,
  replay: replayEverything,
  scaling,
  storm,
  throughput,
  walls,
};

// Whoever was started ends with this process, which must come to its end for that.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const [name = '', ...args] = process.argv.slice(2);
const bench = name === 'all' ? (more: readonly string[]) => all(more, Object.keys(BENCHES)) : BENCHES[name];
if (bench === undefined) {
  console.error(`npm run bench -- NAME, where NAME is one of: all, ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
await bench(args);
