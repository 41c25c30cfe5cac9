import { randomBytes } from 'node:crypto';
import { machineClock } from '@belfry/ingest/contract';
import { type EventLog, LOGS } from '@belfry/ingest/log';
import { createSql, migrate, type Sql } from '@belfry/sql';
import { type HookReceiver, startHookReceiver } from '../../support/hook-receiver.ts';
import type { LocalBroker } from '../../support/kafka/local-broker.ts';
import { takeOutFence } from '../without/fence.ts';
import type { ClickHouseProcess } from './clickhouse.ts';
import { type IntakeOrders, type IntakeProcess, startIntake } from './intake-process.ts';
import { type ProcessorOrders, type ProcessorProcess, startProcessor } from './processor-process.ts';
import { openLog } from './skewed-log.ts';

/** What the oracles look at: the logs, the tables, and who was told. */
export type Stores = Pick<Room, 'log' | 'sql' | 'receiver'>;

/** The place of one row: logs and tables that nobody else uses, and the processes that work on them. */
export interface Room {
  readonly prefix: string;
  readonly database: string;
  readonly brokers: readonly string[];
  readonly clickhouseUrl: string;
  /** The harness's own look at the log and the tables. */
  readonly log: EventLog;
  readonly sql: Sql;
  /** Whom the room's processors tell everything: a real HTTP receiver, which answers 204 unless a row says otherwise. */
  readonly receiver: HookReceiver;
  /** The hooks file of its processors, and the secret that the file names `OPS_SECRET`. */
  readonly hooks: string;
  readonly secret: string;
  processor(orders?: ProcessorOrders): Promise<ProcessorProcess>;
  intake(orders?: IntakeOrders): Promise<IntakeProcess>;
  /** Something that must be ended with the room. */
  onClose(end: () => Promise<void> | void): void;
  close(): Promise<void>;
}

export interface RoomOptions {
  readonly name: string;
  readonly broker: Pick<LocalBroker, 'address'>;
  readonly clickhouse: Pick<ClickHouseProcess, 'url'>;
  readonly without: string | undefined;
  /** Default false. */
  readonly isSkewed?: boolean;
}

export async function openRoom(options: RoomOptions): Promise<Room> {
  const { name, broker, clickhouse, without, isSkewed = false } = options;
  const prefix = `${name}-${randomBytes(3).toString('hex')}`;
  const database = prefix.replaceAll('-', '_');
  const brokers = [broker.address];
  const sql = createSql({ url: clickhouse.url, database });
  await migrate(sql);
  if (without === 'fence') await takeOutFence(sql);
  const log = await openLog({ isSkewed }, { brokers, prefix, clientId: 'harness', wallClock: machineClock });
  await log.ensure(LOGS);
  const receiver = await startHookReceiver();
  const hooks = hooksFile(receiver.url);
  const place = { brokers, prefix, url: clickhouse.url, database, hooks, secret: HOOKS_SECRET, isSkewed };
  const endings: (() => Promise<void> | void)[] = [];
  let closed = false;
  const endWithRoom = <Started extends { kill(): Promise<void> | void }>(start: () => Started): Started => {
    if (closed) throw new Error('the room is closed');
    const process = start();
    endings.push(() => process.kill());
    return process;
  };
  return {
    prefix,
    database,
    brokers,
    clickhouseUrl: clickhouse.url,
    log,
    sql,
    receiver,
    hooks,
    secret: HOOKS_SECRET,
    async processor(orders = {}) {
      const process = endWithRoom(() => startProcessor({ ...place, ...orders }, without));
      if (orders.awaitReady ?? true) await process.ready;
      return process;
    },
    async intake(orders = {}) {
      const process = endWithRoom(() => startIntake({ ...place, ...orders }, without));
      await process.ready;
      return process;
    },
    onClose: (end) => void endings.push(end),
    async close() {
      closed = true;
      for (const end of endings.reverse()) await end();
      await receiver.close();
      await log.close();
      await sql.command(`DROP DATABASE IF EXISTS ${database}`).catch(() => undefined);
      await sql.close();
    },
  };
}

/** Signs what the hook is told. */
export const HOOKS_SECRET = `whsec_${Buffer.from('the secret of the faults').toString('base64')}`;

/** One hook hears of everything, in groups that change often. */
export const hooksFile = (url: string): string => `hooks:
  ops: { webhook: "${url}", secret: "\${OPS_SECRET}", allow private: true, limit: 1000 a minute }
routes:
  - { name: everything, to: [ops], wait: 1 second, every: 1 second }
`;
