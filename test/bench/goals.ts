/** A line of docs/performance.md: what DESIGN asks, and how the figure is found in what a bench tells. */
export interface Goal {
  readonly what: string;
  readonly goal: string;
  /** Of the JSON object that the bench ends with; undefined if it tells no such thing. */
  readonly measured: (told: Told) => string | undefined;
}

/** What a bench ends with. */
export type Told = Readonly<Record<string, unknown>>;

/** One run of a bench: how it is called when there is an hour for all, and when there are minutes. */
export interface Planned {
  readonly bench: string;
  readonly quick: readonly string[];
  readonly full: readonly string[];
  /** None: its whole figures are shown. */
  readonly goals: readonly Goal[];
}

/** The figure at a path such as `toFrame.p99`; undefined where there is none. */
export function figureAt(told: unknown, path: string): number | string | boolean | undefined {
  let at: unknown = told;
  for (const field of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[field];
  }
  return typeof at === 'number' || typeof at === 'string' || typeof at === 'boolean' ? at : undefined;
}

/** Words around figures: `{toFrame.p99} ms`. Undefined if one of the figures is not told. */
const words =
  (text: string) =>
  (told: Told): string | undefined => {
    let whole = true;
    const said = text.replaceAll(/\{([^}]+)\}/g, (_, path: string) => {
      const figure = figureAt(told, path);
      if (figure === undefined) whole = false;
      return typeof figure === 'number' ? figure.toLocaleString('en') : String(figure);
    });
    return whole ? said : undefined;
  };

/** A sentence a row of a list of figures. */
const eachOf =
  (field: string, text: string) =>
  (told: Told): string | undefined => {
    const rows = told[field];
    if (!Array.isArray(rows) || rows.length === 0) return undefined;
    return rows.map((row) => words(text)(row as Told) ?? '?').join('; ');
  };

/** Every bench with the sizes of a quick and of a full run; what a checkout does not have is passed over. */
export const PLAN: readonly Planned[] = [
  {
    bench: 'throughput',
    quick: ['20000'],
    full: [],
    goals: [
      {
        what: 'events through the whole processor, ClickHouse included',
        goal: '60 % of a kafkajs consumer that only parses JSON',
        measured: words('{ratio} of it ({processor} against {parseOnly} a CPU-second)'),
      },
    ],
  },
  {
    bench: 'throughput',
    quick: ['20000', '--rich'],
    full: ['--rich'],
    goals: [
      {
        what: 'the same with three promises and four KPIs an order',
        goal: '-',
        measured: words('{ratio} of it ({processor} against {parseOnly} a CPU-second; judged richly: {rich})'),
      },
    ],
  },
  {
    bench: 'deadlines',
    quick: ['20000', '2000', '15'],
    full: [],
    goals: [
      {
        what: 'deadline + grace to the frame at a wall, open clocks and events/s as told',
        goal: '1M, 5,000 events/s: p99 under 250 ms to the pixel',
        measured: words(
          'p50 {toFrame.p50}, p99 {toFrame.p99}, most {toFrame.max} ms at {open} and {eventsPerSecond}/s; to the log signals p99 {toSignal.p99} ms',
        ),
      },
    ],
  },
  {
    bench: 'deadline-to-pixel',
    quick: ['50'],
    full: [],
    goals: [
      {
        what: 'deadline + grace to the pixel of a Chromium, one process, nothing else to do',
        goal: '-',
        measured: words('p50 {p50}, p99 {p99}, most {max} ms'),
      },
    ],
  },
  {
    bench: 'recovery',
    quick: ['20000', '1000'],
    full: [],
    goals: [
      {
        what: 'kill -9 of the processor: from the assignment until all is right',
        goal: '1M: within 5 s; nothing missed, nothing twice',
        measured: words(
          '{correctMs} ms at {open} (restored {restoredMs}, caught up {caughtUpMs}, last late ring {lastLateRingMs}; session before it {sessionMs}); {missed} missed, {twice} twice of {deadlines}',
        ),
      },
    ],
  },
  {
    bench: 'memory',
    quick: ['100000'],
    full: ['1000000,10000000'],
    goals: [
      {
        what: 'memory of an open clock',
        goal: '150 bytes an open clock and 250 a hot subject; 10M in one process',
        measured: eachOf(
          'figures',
          '{subjects}, {open}: {bytesAClock} bytes a clock, {residentBytesAClock} resident, longest pause {longestPauseMs} ms',
        ),
      },
    ],
  },
  {
    bench: 'scaling',
    quick: ['20000,100000', 'fold'],
    full: [],
    goals: [
      {
        what: 'cost of an event beside many open clocks, through the fold',
        goal: '5M against 100k: at most 1.3 times',
        measured: eachOf('fold', '{open}: {nsAnEvent} ns, {ratio}'),
      },
      {
        what: 'the same on Kafka and ClickHouse, one and two processors',
        goal: '-',
        measured: eachOf('kafka', '{open}, {processors}: {usAnEvent} us, {eventsASecond} events/s, {ratio}'),
      },
    ],
  },
  {
    bench: 'clocks',
    quick: [],
    full: [],
    goals: [
      { what: 'deadline in working time', goal: 'under 100 ns', measured: words('{deadlineNs} ns') },
      { what: 'an in-order event of one promise, judged', goal: '-', measured: words('{judgedNs} ns') },
    ],
  },
  {
    bench: 'instant',
    quick: ['5000', 'embedded'],
    full: [],
    goals: [
      {
        what: 'deadlines in the same instant (17:00), Kafka',
        goal: '100,000: all on the wall within 2 s, no event loop held over 50 ms',
        measured: words('{orders}: first {kafka.firstMs}, all {kafka.breachesWholeMs} ms'),
      },
      {
        what: 'the same, one process on the embedded log',
        goal: 'the same',
        measured: words('{orders}: first {embedded.firstMs}, all {embedded.breachesWholeMs} ms'),
      },
    ],
  },
  {
    bench: 'walls',
    quick: ['100'],
    full: [],
    goals: [
      {
        what: 'walls at one dashboard process on one core',
        goal: '1,000: p99 150 ms, 2 kB/s each',
        measured: words(
          '{walls}: p50 {p50Ms}, p99 {p99Ms} ms, {bytesASecondAWall} bytes/s each, {dashboardCpu} of a core',
        ),
      },
    ],
  },
  {
    bench: 'drilldown',
    quick: ['200000'],
    full: [],
    goals: [
      {
        what: 'drill-down over 30 days of orders',
        goal: '10M: p95 150 ms',
        measured: words('p50 {p50}, p95 {p95} ms at {orders}'),
      },
    ],
  },
  {
    bench: 'import',
    quick: ['5000'],
    full: [],
    goals: [
      {
        what: 'import of a CSV file through intake',
        goal: '-',
        measured: words(
          '{rowsASecond} rows/s told, {rowsASecondStored} rows/s ({eventsASecondStored} events/s) stored',
        ),
      },
    ],
  },
  {
    bench: 'replay',
    quick: ['30000'],
    full: [],
    goals: [
      {
        what: 'replay of everything into another generation',
        goal: '-',
        measured: words('{eventsASecond} events/s, {eventsACpuSecond} a CPU-second'),
      },
    ],
  },
  {
    bench: 'backtest',
    quick: ['10000'],
    full: [],
    goals: [
      { what: 'back-test of a pack over the archive', goal: '-', measured: words('{eventsAS} events/s, {rssMb} MB') },
    ],
  },
  {
    bench: 'storm',
    quick: ['1000'],
    full: [],
    goals: [
      {
        what: 'breaches of many incidents in ten seconds through the third fold and a hook',
        goal: '-',
        measured: words(
          '{many.signals} in {many.posts} posts, {many.foldUsASignal} us a signal, loop p99 {many.loopP99Ms} ms',
        ),
      },
    ],
  },
];
