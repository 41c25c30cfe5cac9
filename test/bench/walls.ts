import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { encodeIncident, encodeSignal, encodeTotals } from '@belfry/processor/contract';
import { createSql, migrate, startEmbeddedClickHouse } from '@belfry/sql';
import { aClockSignal } from '../support/a-signal.ts';
import { anIncident } from '../support/an-incident.ts';
import type { SignalsRecord } from './children/stage.ts';
import type { SocketsMeasure, SocketsQuestion, WallSockets } from './children/wall-sockets.ts';
import { type OwnProcess, startStages } from './stage/own-process.ts';
import { forkChild } from './stage/processes.ts';

const SOCKETS_A_PROCESS = 250;
const UPDATES_A_SECOND = 30;
/** It is measured for so long, ms, after so long of the same traffic. */
const MEASURED = 20_000;
const WARM_UP = 5_000;
const PARTNERS = 12;
const DAY_MS = 86_400_000;

const PACK = `
pack: mall
title: Mall
description: What walls show.
effective: 2010-01-01
promises:
  ship:
    title: Ship confirmation within a day
    subject: order
    kind: contractual
    start: order.opened
    stop: order.shipped
    provenance: A bench.
    targets:
      - { name: all, target: 24 hours round the clock, team: ops, action: Ship it. }
kpis:
${['on-time', 'tracking', 'cancelled', 'returned']
  .map(
    (name) => `  ${name}:
    title: Rate of ${name}
    short: ${name}
    of: { promise: ship }
    counts: kept
    windows: [7 days]
    judged: 7 days
    warn: at least 92 %
    block: at least 90 %
    recovers: at least 90 %
    minimum-volume: 10
    consequence: None.
    provenance: A bench.
`,
  )
  .join('')}`;

/**
 * `npm run bench -- walls [n]`: so many walls (1,000), each a real socket, at one dashboard process, and on its log 30 updates
 * a second: a breach and its incident, which joins one of twelve, and once a second the totals of two KPIs. Measured: from
 * the append of a breach to the frame that counts it at each wall, and to the one that lists its incident so; the bytes that
 * a wall gets a second, and the CPU of the dashboard.
 */
export async function walls([count = '1000']: readonly string[]): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'belfry-walls-'));
  const clickhouse = await startEmbeddedClickHouse({ directory: join(directory, 'clickhouse') });
  const place = { url: clickhouse.url, database: 'walls' };
  const sql = createSql(place);
  try {
    await sql.ready(30_000);
    await migrate(sql);
    const stage = {
      log: { directory: join(directory, 'log') },
      sql: place,
      packs: [{ name: 'mall.yaml', yaml: PACK }],
    };
    // Names and KPIs come from published policies.
    const publishing = await startStages({ ...stage, roles: ['processor'] });
    await policiesOf(sql);
    await publishing.stop();
    const dashboard = await startStages({ ...stage, roles: ['dashboard'] });
    const processes = Math.ceil(Number(count) / SOCKETS_A_PROCESS);
    const children = await Promise.all(
      Array.from({ length: processes }, async (_, n) => {
        const sockets = Math.min(SOCKETS_A_PROCESS, Number(count) - n * SOCKETS_A_PROCESS);
        const child = forkChild('wall-sockets', { url: dashboard.url, count: sockets } satisfies WallSockets);
        await child.told('open');
        return child;
      }),
    );
    const traffic = new Traffic();
    await traffic.run(WARM_UP, (records) => dashboard.ask({ ask: 'append', records }));
    await Promise.all(children.map((child) => child.ask({ ask: 'watch' } satisfies SocketsQuestion, 'watching')));
    await dashboard.ask({ ask: 'watch' });
    const sent = await traffic.run(MEASURED, (records) => dashboard.ask({ ask: 'append', records }));
    await pause(500);
    const stageTook = await dashboard.measure();
    const question: SocketsQuestion = { ask: 'measure', missed: sent };
    const measured = await Promise.all(children.map((child) => child.ask<SocketsMeasure>(question, 'counted')));
    report(Number(count), sent.length, measured, stageTook);
    for (const child of children) await child.end();
    await dashboard.stop();
  } finally {
    await sql.close();
    await clickhouse.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function policiesOf(sql: ReturnType<typeof createSql>): Promise<void> {
  for (;;) {
    const [row] = await sql.query<{ n: number }>('SELECT count() AS n FROM policies');
    if ((row?.n ?? 0) > 0) return;
    await pause(100);
  }
}

class Traffic {
  private n = 0;
  private readonly from = Date.now();
  private missed: number[] = [];

  /** Appends so many updates a second, and answers the deadline that each told to be missed: the instant of its append, ms UTC. */
  async run(
    forMs: number,
    append: (records: readonly SignalsRecord[]) => Promise<unknown>,
  ): Promise<readonly number[]> {
    const begun = Date.now();
    this.missed = [];
    for (let sent = 0; Date.now() - begun < forMs; sent++) {
      await pause(Math.max(0, begun + (sent * 1000) / UPDATES_A_SECOND - Date.now()));
      await append(this.update());
    }
    return this.missed;
  }

  private update(): SignalsRecord[] {
    const n = this.n++;
    // Two of one instant could not be told apart.
    const now = Math.max(Date.now(), (this.missed.at(-1) ?? 0) + 1);
    this.missed.push(now);
    const partner = `p${String(1 + (n % PARTNERS)).padStart(2, '0')}`;
    const signal = aClockSignal({
      id: `sig_${n}`,
      subject: `order/10${n}`,
      promise: 'mall/ship',
      title: 'Ship confirmation within a day',
      offset: n,
      partner,
      start: now - DAY_MS,
      due: now,
      at: now,
    });
    const incident = anIncident({
      id: `inc_7d1f0a9c7d1f0a9c7d1f00${partner}`,
      offset: n,
      promise: 'mall/ship',
      title: signal.title,
      partner,
      carrier: 'aramex',
      total: Math.floor(n / PARTNERS) + 1,
      open: Math.floor(n / PARTNERS) + 1,
      since: this.from,
      newest: now,
      changed: now,
    });
    const records: SignalsRecord[] = [
      { key: signal.subject, kind: 'signal', value: encodeSignal(signal).toString() },
      { key: incident.id, kind: 'incident', value: encodeIncident(incident).toString() },
    ];
    if (n % UPDATES_A_SECOND === 0) records.push({ key: 'kpi/0', kind: 'totals', value: totals(n, now).toString() });
    return records;
  }
}

function totals(offset: number, now: number): Buffer {
  const cell = { market: 'default', carrier: 'aramex', channel: 'web', bucket: Math.floor(now / DAY_MS), offset };
  const rate = { num: 900 + offset, den: 1000 + offset };
  const all = ['mall/on-time', 'mall/tracking'].map((kpi) => ({ kpi, partner: 'p01', ...cell, ...rate }));
  return encodeTotals({ lane: 0, offset, horizon: now, includes: {}, totals: all });
}

function report(
  count: number,
  updates: number,
  measured: readonly SocketsMeasure[],
  stage: Awaited<ReturnType<OwnProcess['measure']>>,
): void {
  const delays = Float64Array.from(measured.flatMap(({ counted }) => counted)).sort();
  const listed = Float64Array.from(measured.flatMap((one) => one.listed)).sort();
  const sum = (pick: (one: SocketsMeasure) => number): number => measured.reduce((all, one) => all + pick(one), 0);
  const seconds = stage.wallMs / 1000;
  const result = {
    walls: count,
    updatesASecond: Math.round(updates / seconds),
    arrivals: delays.length,
    missing: updates * count - delays.length,
    p50Ms: delays[delays.length >> 1],
    p99Ms: delays[Math.floor(delays.length * 0.99)],
    maxMs: delays.at(-1),
    listedP99Ms: listed[Math.floor(listed.length * 0.99)],
    bytesASecondAWall: Math.round(sum(({ bytes }) => bytes) / count / seconds),
    framesASecond: Number((sum(({ frames }) => frames) / count / seconds).toFixed(1)),
    gaps: sum(({ gaps }) => gaps),
    dashboardCpu: `${Math.round((stage.cpuMs / stage.wallMs) * 100)} %`,
    dashboardLoopP99Ms: stage.loopP99Ms,
    dashboardLoopMaxMs: stage.loopMaxMs,
    dashboardHeldCpuMs: stage.heldCpuMs,
    dashboardRssMb: stage.rssMb,
    socketsCpu: `${Math.round((sum(({ cpuMs }) => cpuMs) / stage.wallMs) * 100)} %`,
  };
  console.table({ walls: result });
  console.log(JSON.stringify({ bench: 'walls', ...result }));
}
