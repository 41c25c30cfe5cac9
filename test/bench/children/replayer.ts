import { machineClock } from '@belfry/ingest/contract';
import { createKafkaLog, LOGS } from '@belfry/ingest/log';
import { replay } from '@belfry/processor/compose';
import { createSql } from '@belfry/sql';
import type { Place } from '../stage/stage.ts';

/** Replays everything into the generation that it is told, and says what CPU time it took. */
const told = JSON.parse(process.argv[2]!) as Place & { readonly generation: number };
const { brokers, prefix, url, database, generation } = told;
const log = await createKafkaLog({ brokers: [brokers], prefix, clientId: 'replay', wallClock: machineClock });
const sql = createSql({ url, database });
await log.ensure(LOGS);
const begun = { at: Date.now(), cpu: process.cpuUsage() };
await replay({ log, sql, generation, report: (line) => console.error(line) });
const { user, system } = process.cpuUsage(begun.cpu);
const replayed = { wallMs: Date.now() - begun.at, cpuMs: (user + system) / 1000, rss: process.memoryUsage.rss() };
process.send!({ replayed });
