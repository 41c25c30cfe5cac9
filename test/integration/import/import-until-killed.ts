import { appendFileSync } from 'node:fs';
import { machineClock } from '@belfry/ingest/contract';
import { runImport } from '@belfry/ingest/import';

/**
 * A process to be killed: imports a file into another file, one event a line, and says how many it has written after
 * each request. Arguments: file, mapping, folder for progress, file for the events.
 */
const [file = '', mapping = '', stateDir = '', out = ''] = process.argv.slice(2);
let written = 0;
await runImport({
  file,
  mapping,
  stateDir,
  now: machineClock.now,
  sink: {
    async send(events) {
      appendFileSync(out, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      written += events.length;
      process.stdout.write(`${written}\n`);
      // Whoever watches answers each line, so that it can kill at a place of its choice.
      await new Promise((resolve) => process.stdin.once('data', resolve));
      return events.map((event, index) => ({ index, id: event.id, source: event.source, status: 'accepted' as const }));
    },
  },
});
process.stdin.destroy();
