/**
 * The process that is the embedded ClickHouse: it calls `clickhouse local` of libchdb in a thread of its own, with a query
 * that opens the HTTP port and never ends. Plain JavaScript, so that no compiler is loaded beside the engine.
 *
 * Started by server.ts with a channel to it: `node engine.mjs <libchdb.so> <argument of clickhouse local>...`
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const [library, ...args] = process.argv.slice(2);

/**
 * The engine's threads outlive an orderly exit of Node and then crash in its destructors. What was acknowledged is on
 * disk, so the end is always the same, whatever its reason.
 */
const end = () => process.kill(process.pid, 'SIGKILL');

// The channel closes when the parent ends, kill -9 included.
process.on('disconnect', end);
if (!process.connected) end();

const { DataType, load, open } = require('ffi-rs');
open({ library: 'chdb', path: library });
const argv = ['clickhouse', ...args];
load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [argv.length, argv],
  runInNewThread: true,
}).then(
  (result) => {
    const reason = load({
      library: 'chdb',
      funcName: 'chdb_result_error',
      retType: DataType.String,
      paramsType: [DataType.External],
      paramsValue: [result],
    });
    process.send?.({ ended: reason || 'its query ended' }, end);
  },
  (error) => process.send?.({ ended: String(error) }, end),
);
