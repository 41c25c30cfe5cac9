/** A process that runs the embedded ClickHouse, to be killed: `embedded-owner.ts <directory>`. Tells `{url, pid}`. */
import { startEmbeddedClickHouse } from '@belfry/sql';

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('directory');
const server = await startEmbeddedClickHouse({ directory });
process.stdout.write(`${JSON.stringify({ url: server.url, pid: server.pid })}\n`);
process.stdin.on('data', () => process.exit(0)).resume();
