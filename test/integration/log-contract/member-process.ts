/**
 * A member of the group `g` in a process of its own: says `assigned <partition>` and `received <partition> <offset>
 * <number>` for every record. A test stops it (SIGSTOP) for longer than its session, and lets it go on.
 */
import { writeSync } from 'node:fs';
import { numberOf } from './numbered.ts';
import { openLog, type Where } from './open.ts';

const say = (line: string): void => void writeSync(1, `${line}\n`);
const log = await openLog(JSON.parse(process.argv[2]!) as Where);
await log.subscribe({
  log: 'events',
  group: 'g',
  reader: {
    async assigned(partition) {
      say(`assigned ${partition}`);
      return 0;
    },
    received(partition, records) {
      say(records.map((record) => `received ${partition} ${record.offset} ${numberOf(record)}`).join('\n'));
    },
    revoked: (partition) => say(`revoked ${partition}`),
    failed: (error) => say(`failed ${error.code}`),
  },
});
