import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { machineClock } from '@belfry/ingest/contract';
import { createEmbeddedLog, type EventLog, LOGS, type LogRecord, type NewRecord } from '@belfry/ingest/log';
import { type ClockSignal, encodeRoutes, encodeSignal } from '@belfry/processor/contract';
import type { Sql } from '@belfry/sql';
import { composeHooks } from '../../processor/src/alerting/compose-hooks.ts';
import type { NotificationBody } from '../../processor/src/contract/notification-schema.ts';
import type { Effects, StateSink } from '../../processor/src/pipeline/fold.ts';
import type { Horizon } from '../../processor/src/pipeline/horizon.ts';
import { Runtime } from '../../processor/src/pipeline/runtime.ts';
import { SignalsFold } from '../../processor/src/pipeline/signals-fold.ts';
import { aHook, aRouting } from '../support/a-routing.ts';
import { aClockSignal } from '../support/a-signal.ts';
import { startHookReceiver } from '../support/hook-receiver.ts';

const MINUTE = 60_000;
/** Over so many ms the breaches of many incidents come, so many at a time. */
const STORM_MS = 10_000;
const BATCH_MS = 10;
const AT_ONCE = 100_000;
/** Records an append: below what a log takes at once. */
const AN_APPEND = 500;
const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

/**
 * `npm run bench -- storm [signals]`: so many breaches (10,000) of a fifth as many incidents in ten seconds, through the third
 * fold in its runtime, the lane of a hook with its usual limit and a real HTTP receiver, on the embedded log; and 100,000
 * breaches of one carrier in one instant, until their incident is told with its whole count. There is no ClickHouse: rows are
 * encoded and dropped. It takes some minutes, since a limit a minute does.
 */
export async function storm([signals = '10000']: readonly string[]): Promise<void> {
  const many = await stormOf(Number(signals));
  const one = await oneInstant();
  console.table({ 'many incidents': many, 'one instant': one });
  console.log(JSON.stringify({ bench: 'storm', many, one }));
}

async function stormOf(count: number) {
  const receiver = await startHookReceiver();
  const posts: { readonly at: number; readonly body: NotificationBody }[] = [];
  receiver.react(({ body }) => {
    posts.push({ at: Date.now(), body: JSON.parse(body) as NotificationBody });
    return { status: 204 };
  });
  const told = await withFold(async ({ log, measure }) => {
    const hooks = composeHooks({
      log,
      wallClock: machineClock,
      hooks: [{ ...aHook(), kind: 'webhook', url: receiver.url, secrets: [SECRET], allowPrivate: true }],
      report: (line) => console.error(line),
      group: 'hooks',
    });
    await hooks.start();
    const begun = Date.now();
    const breaches = Array.from({ length: count }, (_, n) => breach(n, { partner: `p${n % Math.ceil(count / 5)}` }));
    for (let sent = 0; sent < count; ) {
      const due = Math.min(count, Math.ceil(((Date.now() - begun) / STORM_MS) * count));
      if (due > sent) await append(log, breaches.slice(sent, due));
      sent = Math.max(sent, due);
      await pause(BATCH_MS);
    }
    while (signalsOf(posts) < count) await pause(100);
    const wholeAfterS = (Date.now() - begun) / 1000;
    await hooks.stop();
    return { ...measure(), wholeAfterS };
  });
  await receiver.close();
  return { signals: count, posts: posts.length, mostAMinute: mostAMinute(posts), summed: signalsOf(posts), ...told };
}

async function oneInstant() {
  return await withFold(async ({ log, measure, fold }) => {
    const breaches = Array.from({ length: AT_ONCE }, (_, n) => breach(n, { carrier: 'smsa', cause: 'carrier' }));
    const begun = Date.now();
    await append(log, breaches);
    while (fold.whole < AT_ONCE) await pause(5);
    const wholeAfterS = (Date.now() - begun) / 1000;
    return { signals: AT_ONCE, incidents: fold.incidents.size, tellings: fold.tellings, ...measure(), wholeAfterS };
  });
}

const signalsOf = (posts: readonly { readonly body: NotificationBody }[]): number =>
  posts.reduce((sum, { body }) => sum + body.data.signals, 0);

const mostAMinute = (posts: readonly { readonly at: number }[]): number =>
  Math.max(...posts.map(({ at }) => posts.filter((other) => other.at > at - MINUTE && other.at <= at).length));

const breach = (n: number, over: Partial<ClockSignal>): ClockSignal =>
  aClockSignal({ id: `sig_${n}`, subject: `order/${n}`, offset: n, cause: 'partner', ...over });

async function append(log: EventLog, breaches: readonly ClockSignal[]): Promise<void> {
  for (let from = 0; from < breaches.length; from += AN_APPEND) {
    const records = breaches
      .slice(from, from + AN_APPEND)
      .map((signal): NewRecord => ({ key: signal.subject, kind: 'signal', value: encodeSignal(signal) }));
    await log.append('signals', 0, records);
  }
}

/** The third fold, with what it took and what it told. */
class MeasuredFold extends SignalsFold {
  signals = 0;
  signalsMs = 0;
  longestTickMs = 0;
  longestSliceMs = 0;
  tellings = 0;
  /** The highest count that an incident was told with. */
  whole = 0;
  readonly incidents = new Set<string>();

  override apply(record: LogRecord, horizon: Horizon, effects: Effects): undefined {
    const begun = performance.now();
    super.apply(record, horizon, {
      ...effects,
      incident: (incident) => {
        this.tellings++;
        this.incidents.add(incident.id);
        this.whole = Math.max(this.whole, incident.total);
        effects.incident(incident);
      },
    });
    const took = performance.now() - begun;
    if (record.kind === 'tick') this.longestTickMs = Math.max(this.longestTickMs, took);
    if (record.kind !== 'signal') return;
    this.signals++;
    this.signalsMs += took;
  }

  override *flush(sink: StateSink): Generator<void, void, void> {
    const slices = super.flush(sink);
    for (let isMore = true; isMore; ) {
      const begun = performance.now();
      isMore = slices.next().done !== true;
      this.longestSliceMs = Math.max(this.longestSliceMs, performance.now() - begun);
      if (isMore) yield;
    }
  }
}

interface Storming {
  readonly log: EventLog;
  readonly fold: MeasuredFold;
  /** What the fold and the event loop took so far. */
  measure(): Readonly<Record<string, number>>;
}

async function withFold<Result>(work: (storming: Storming) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-storm-'));
  const log = await createEmbeddedLog({ directory, wallClock: machineClock });
  await log.ensure(LOGS);
  const fold = new MeasuredFold(log.partitions('events'));
  const runtime = new Runtime({
    log,
    sql: NO_TABLES,
    wallClock: machineClock,
    generation: 1,
    folds: { signals: () => fold },
    sender: 'storm',
    mode: 'live',
    group: 'storm',
    onFatal: (error) => {
      throw error;
    },
    report: (line) => console.error(line),
  });
  await runtime.start();
  const routing = aRouting({ hooks: [aHook()] });
  await log.append('signals', 0, [
    { key: 'routing', kind: 'routes', value: encodeRoutes({ hash: 'of the storm', routing }) },
  ]);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const rounded = (ms: number): number => Number(ms.toFixed(1));
  const measure = () => ({
    foldUsASignal: rounded((fold.signalsMs / fold.signals) * 1000),
    longestTickMs: rounded(fold.longestTickMs),
    longestSliceMs: rounded(fold.longestSliceMs),
    loopP99Ms: rounded(delay.percentile(99) / 1e6),
    loopMaxMs: rounded(delay.max / 1e6),
  });
  try {
    return await work({ log, fold, measure });
  } finally {
    delay.disable();
    await runtime.stop();
    await log.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Tables that take everything and hold nothing. */
const NO_TABLES: Sql = {
  database: 'none',
  query: () => Promise.resolve([]),
  stream: () => Promise.resolve(Readable.from([])),
  command: () => Promise.resolve(),
  insert: () => Promise.resolve(),
  ready: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
