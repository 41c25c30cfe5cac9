import { readFileSync } from 'node:fs';
import { encodeTick } from '@belfry/ingest/contract';
import type { LogRecord } from '@belfry/ingest/log';
import {
  asOfDay,
  type CompiledKpi,
  type CompiledZone,
  type DayCount,
  type Delta,
  type DeltaTuple,
  dayOfIso,
  type Evaluation,
  encodeDeltas,
  evaluateWindow,
  type KpiSignal,
} from '@belfry/processor/contract';
import type { CompiledPack } from '../../processor/src/domain/policy/compiled.ts';
import { parsePack } from '../../processor/src/domain/policy/parse-pack.ts';
import { tellProblem } from '../../processor/src/domain/policy/problem.ts';
import { FoldBench } from './fold-bench.ts';
import { machine } from './kpi-machine.ts';

/** When the packs are published, and how far their calendars reach. */
const PUBLISHED = Date.parse('2026-01-01T00:00:00Z');

const compiled = new Map<string, { hash: string; compiled: CompiledPack }>();

function packOf(yaml: string): { hash: string; compiled: CompiledPack } {
  let pack = compiled.get(yaml);
  if (pack === undefined) {
    const parsed = parsePack(yaml, 'pack.yaml', PUBLISHED);
    if ('problems' in parsed) throw new Error(parsed.problems.map(tellProblem).join('\n'));
    pack = { hash: parsed.hash, compiled: parsed.compiled };
    compiled.set(yaml, pack);
  }
  return pack;
}

export const packFile = (name: string): string =>
  readFileSync(new URL(`./packs/${name}.yaml`, import.meta.url), 'utf8');

/**
 * Orders told through the whole engine: events to the fold of clocks, what it publishes to the fold of KPIs, as in a
 * processor with one lane. Events are appended when they happen, unless they are told late.
 */
export class KpiLine {
  readonly deltas: Delta[] = [];
  private readonly bench = new FoldBench();
  private readonly kpis = machine();
  private readonly packs: readonly CompiledPack[];
  private offset = 0;

  /** @param yamls the packs, as YAML. */
  constructor(...yamls: readonly string[]) {
    const packs = yamls.map(packOf);
    this.packs = packs.map((each) => each.compiled);
    for (const [n, pack] of packs.entries()) {
      const value = (number: number | null) => Buffer.from(JSON.stringify({ ...pack, number, source: '' }));
      this.toEvents('policy', '', value(null), PUBLISHED);
      this.toKpis('policy', '', value(n), PUBLISHED);
    }
  }

  /** @param at when it happens, ISO 8601. @param told when the log takes it. */
  tell(order: string, type: string, at: string, data: Readonly<Record<string, unknown>> = {}, told = at): this {
    const event = { specversion: '1.0', id: `${this.offset}`, source: 'test', type, subject: order, time: at, data };
    this.toEvents('event', order, Buffer.from(JSON.stringify(event)), Date.parse(told));
    return this;
  }

  /** What has run out by then is said, and windows are judged as of then. */
  tick(at: string): this {
    const value = encodeTick({ at: Date.parse(at), by: 'test' });
    this.toEvents('tick', '', value, Date.parse(at));
    this.toKpis('tick', '', value, Date.parse(at));
    return this;
  }

  /** A window of a KPI as a wall evaluates it, as of a local day (`2026-10-06`) or an instant. */
  number(name: string, window: string, asOf: string, partner = 'shop'): Evaluation {
    const kpi = this.kpi(name);
    const day = dayOfIso(asOf) ?? asOfDay(this.zoneOf(kpi, partner), Date.parse(asOf));
    const counts = this.deltas
      .filter((delta) => delta.kpi === kpi.id && delta.partner === partner)
      .map(({ bucket, num, den }): DayCount => ({ bucket, num, den }));
    const span = kpi.windows.find((each) => each.name === window);
    if (span === undefined) throw new Error(`${name} has ${kpi.windows.map((each) => each.name).join(', ')}`);
    return evaluateWindow(counts, kpi, span, this.partner(partner)?.market ?? 'default', day);
  }

  /** `90/100 warn`: the counts of a window and its level. */
  shown(...asked: Parameters<KpiLine['number']>): string {
    const { num, den, level } = this.number(...asked);
    return `${num}/${den} ${level}`;
  }

  /** What rang of a KPI, as `kpi-block 7d 3/10`. */
  rung(name: string): string[] {
    return this.signals(name).map(({ kind, window, num, den }) => `${kind} ${window} ${num}/${den}`);
  }

  signals(name: string): KpiSignal[] {
    return this.kpis.told.signals.filter(({ kpi }) => kpi === this.kpi(name).id);
  }

  kpi(name: string): CompiledKpi {
    const found = this.packs.flatMap(({ kpis }) => kpis).find(({ id }) => id.endsWith(`/${name}`));
    if (found === undefined) throw new Error(`no KPI ${name}`);
    return found;
  }

  private partner(partner: string) {
    return this.packs.flatMap(({ partners }) => partners).find(({ id }) => id === partner);
  }

  private zoneOf({ zone }: CompiledKpi, partner: string): CompiledZone {
    const name = zone ?? this.partner(partner)?.zone ?? 'UTC';
    return this.packs.map(({ zones }) => zones[name]).find((each) => each !== undefined)!;
  }

  private toEvents(kind: LogRecord['kind'], key: string, value: Buffer, appendTime: number): void {
    const before = this.bench.deltas.length;
    this.bench.apply({ partition: 0, offset: this.offset++, appendTime, kind, key, value });
    const fresh = this.bench.deltas.slice(before);
    this.deltas.push(...fresh);
    for (const partner of new Set(fresh.map((delta) => delta.partner))) {
      const own = fresh.filter((delta) => delta.partner === partner);
      const message = { partner, lane: 0, deltas: own.map(tuple) };
      this.toKpis('deltas', partner, encodeDeltas(message), appendTime);
    }
  }

  private toKpis(kind: LogRecord['kind'], key: string, value: Buffer, appendTime: number): void {
    this.kpis.read({ partition: 2, offset: this.kpis.next(), appendTime, kind, key, value });
  }
}

const tuple = (delta: Delta): DeltaTuple => [
  ...([delta.offset, delta.subject, delta.kpi, delta.market, delta.carrier, delta.channel, delta.bucket] as const),
  ...([delta.num, delta.den, delta.quiet ? 1 : 0, delta.at, delta.cause] as const),
];
