import type { IntakeClient } from '@belfry/ingest/client';
import type { BelfryEvent, WallClock } from '@belfry/ingest/contract';
import {
  demoHistory,
  isCutOff,
  liveStory,
  PULSE_EVERY_MS,
  type StoryBeat,
  shopPulse,
  simulateHistory,
  simulateTraffic,
} from '@belfry/ingest/simulator';
import type { DemoState, DemoStore } from './demo-state.ts';
import { createTeller } from './teller.ts';

export interface DemoOptions {
  readonly store: DemoStore;
  readonly client: Pick<IntakeClient, 'send'>;
  readonly wallClock: WallClock;
  /** How many records of the log `events` the processor has not read yet. */
  readonly backlog: () => number;
  readonly report: (line: string) => void;
  /** How much there is of it; default: the simulator's volumes for the demo. */
  readonly volumes?: typeof demoHistory;
}

export interface Demo {
  /**
   * Tells what happened while nobody was running, before the processor reads on: it then finds the answers in the log
   * before it finds the deadlines due. Does nothing in a demo that has not begun.
   */
  catchUp(): Promise<void>;
  /** Tells the thirty days of history if they have not been told, then the story, then traffic for ever. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
/** How long after the end of the history the story begins: what the import held has to be judged first. */
const TO_JUDGE = 15 * SECOND;
/** The story's last beat is at 5:00. */
const STORY_LENGTH = 5 * MINUTE;
/** A partner's rate looks back over seven days, and its orders were aged by five more. */
const REMEMBERED_STORIES = 14 * DAY;
const REMEMBER_EVERY = 10 * SECOND;
const PROGRESS_EVERY = 2 * SECOND;

/**
 * The demo (README): thirty days of history, told as an import is, so that nothing old rings; then a story in which
 * promises run out, break and are taken back; then light traffic. All of it through intake, like anybody's events.
 */
export async function openDemo(options: DemoOptions): Promise<Demo> {
  const { store, client, wallClock, backlog, report, volumes = demoHistory } = options;
  const now = wallClock.now();
  const found = await store.read();
  let state: DemoState = found ?? {
    seed: 'belfry',
    historyEnd: now,
    seeded: false,
    toldUpTo: now,
    storyStart: null,
    imports: 0,
    importing: false,
  };
  const stopping = new AbortController();
  const stopped = (): boolean => stopping.signal.aborted;
  const teller = createTeller(client, stopped);
  const history = () => volumes(state.seed, state.historyEnd);
  let running: Promise<void> = Promise.resolve();

  async function remember(change: Partial<DemoState>): Promise<void> {
    state = { ...state, ...change };
    await store.write(state);
  }

  /** Resolves at that instant, or at once when the demo is stopped. */
  function until(at: number): Promise<void> {
    return new Promise((resolve) => {
      if (stopped() || at <= wallClock.now()) return resolve();
      const cancel = wallClock.after(at - wallClock.now(), () => {
        stopping.signal.removeEventListener('abort', onStop);
        resolve();
      });
      const onStop = (): void => {
        cancel();
        resolve();
      };
      stopping.signal.addEventListener('abort', onStop, { once: true });
    });
  }

  /** The stories told so far whose orders may still be counted somewhere. */
  const storiesBefore = (): number[] =>
    [...(state.earlier ?? []), ...(state.storyStart === null ? [] : [state.storyStart])].filter(
      (start) => start > wallClock.now() - REMEMBERED_STORIES,
    );

  /** Tells past events as one import, and the story's aged tickets with them. */
  async function importPast(past: Iterable<BelfryEvent>, toldUpTo: number): Promise<void> {
    if (!state.importing) await remember({ imports: state.imports + 1, importing: true, earlier: storiesBefore() });
    const importid = `demo-${state.seed}-${state.imports}`;
    let toldAt = wallClock.now();
    await teller.tell(marked(past, importid), (count, last) => {
      if (wallClock.now() - toldAt < PROGRESS_EVERY) return;
      toldAt = wallClock.now();
      const day = Math.ceil((Date.parse(last.time) - state.historyEnd) / DAY);
      report(`  demo: ${count.toLocaleString('en')} events told, ${day < 0 ? `day ${day}` : last.time}`);
    });
    if (stopped()) return;
    const storyStart = wallClock.now() + TO_JUDGE;
    await remember({ storyStart });
    await teller.tell(liveStory({ start: storyStart, importid, earlier: state.earlier ?? [] }).aged);
    await teller.finish(importid, wallClock.now());
    await remember({ seeded: true, importing: false, toldUpTo });
  }

  async function seed(): Promise<void> {
    const { orders, tickets } = history();
    report(
      `  demo: 30 days of history, ${orders.toLocaleString('en')} orders and ${tickets.toLocaleString('en')} tickets`,
    );
    const begun = wallClock.now();
    await importPast(simulateHistory(history()), state.historyEnd);
    while (!stopped() && backlog() > 0) await until(wallClock.now() + 50);
    if (!stopped()) report(`  demo: live after ${Math.round((wallClock.now() - begun) / SECOND)} s`);
  }

  async function tellStory(start: number): Promise<void> {
    for (const beat of liveStory({ start, earlier: state.earlier ?? [] }).beats) {
      await until(start + beat.at);
      if (stopped()) return;
      report(`  demo ${minutes(beat)}  ${beat.title}`);
      await teller.tell(beat.events);
    }
    report('  demo: the story is over; light traffic goes on until you end it');
  }

  /** One shop is heard every few seconds, but for half a minute of the story. */
  async function tellPulse(start: number): Promise<void> {
    for (let at = Math.max(start, wallClock.now()); ; at += PULSE_EVERY_MS) {
      await until(at);
      if (stopped()) return;
      if (!isCutOff(at - start)) await teller.tell([shopPulse(at)]);
    }
  }

  async function tellTraffic(): Promise<void> {
    let rememberedAt = wallClock.now();
    for (const { at, event } of simulateTraffic(history(), state.toldUpTo)) {
      if (at - rememberedAt >= REMEMBER_EVERY) {
        rememberedAt = at;
        await remember({ toldUpTo: Math.min(at - 1, wallClock.now()) });
      }
      await until(at);
      if (stopped()) return;
      await teller.tell([event]);
    }
  }

  return {
    async catchUp() {
      if (!state.seeded) return;
      const from = state.toldUpTo;
      const to = wallClock.now();
      if (state.storyStart !== null) {
        // A story that was broken off is told to its end, as far as it lies behind us: its tickets are not left open.
        const beats = liveStory({ start: state.storyStart, earlier: state.earlier ?? [] }).beats;
        for (const { at, events } of beats) if (state.storyStart + at <= to) await teller.tell(events);
        if (to < state.storyStart + STORY_LENGTH) return;
      }
      await importPast(between(simulateTraffic(history(), from), to), to);
    },
    run() {
      running = (async () => {
        if (!state.seeded) await seed();
        if (stopped()) return;
        const start = state.storyStart ?? wallClock.now();
        await Promise.all([tellStory(start), tellPulse(start), tellTraffic()]);
      })();
      return running;
    },
    async stop() {
      stopping.abort();
      await running.catch(() => undefined);
    },
  };
}

function* marked(events: Iterable<BelfryEvent>, importid: string): Generator<BelfryEvent> {
  for (const event of events) yield { ...event, importid };
}

function* between(events: Iterable<{ readonly at: number; readonly event: BelfryEvent }>, to: number) {
  for (const { at, event } of events) {
    if (at > to) return;
    yield event;
  }
}

const minutes = ({ at }: StoryBeat): string =>
  `${Math.floor(at / MINUTE)}:${String(Math.floor((at % MINUTE) / SECOND)).padStart(2, '0')}`;
