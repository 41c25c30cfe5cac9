import type { BelfryEvent, EventData, EventType } from '@belfry/ingest/contract';
import { composeInquiry } from '@belfry/processor/inquiry';
import type { Sql } from '@belfry/sql';
import type { Hono } from 'hono';
import { watchDeliveries } from '../../dashboard/src/server/hooks/deliveries-watch.ts';
import { ToldBook } from '../../dashboard/src/server/hooks/told-book.ts';
import { createPageRoutes } from '../../dashboard/src/server/pages/page-routes.ts';
import { explainByProcessor } from '../../dashboard/src/server/subject/explain-by-processor.ts';
import { aRouting } from './a-routing.ts';
import { KpiRoom, type Running } from './kpi-room.ts';
import { PAGES_PACK } from './pages-pack.ts';
import { openPeopleRoom, type PeopleRoom } from './people-room.ts';

/**
 * The routes behind the pages, on a real processor and real tables: what is told goes through the log, and time passes as the
 * test says.
 */
export class PagesRoom {
  readonly room: KpiRoom;
  readonly inquiry: Hono;
  readonly pages: ReturnType<typeof createPageRoutes>;
  private running: Running | undefined;
  private people: PeopleRoom | undefined;
  private readonly watch: ReturnType<typeof watchDeliveries>;
  private told = 0;

  /** @param start ms UTC. */
  constructor(sql: Sql, start: number) {
    this.room = new KpiRoom(sql, start);
    const { log, clock } = this.room;
    const report = (line: string): void => void this.room.reported.push(line);
    this.inquiry = composeInquiry({ log, sql, wallClock: clock, generation: 1, report });
    const book = new ToldBook();
    this.watch = watchDeliveries({ log, wallClock: clock, books: [book], report });
    this.pages = createPageRoutes({
      store: { sql, generation: 1 },
      directory: () => this.room.wall.directory,
      now: () => clock.now(),
      explain: explainByProcessor({
        url: 'http://processor.test',
        fetch: async (input, init) => this.inquiry.fetch(new Request(input, init)),
      }),
      told: (subject) => book.of(subject),
    });
  }

  async open(yaml = PAGES_PACK): Promise<void> {
    const { room } = this;
    await room.open();
    const routes = { hash: 'tests', routing: aRouting() };
    this.running = await room.processor([{ name: 'shop.yaml', yaml }], undefined, routes);
    this.people = await openPeopleRoom({ log: room.log, clock: room.clock, sql: room.sql });
    await this.watch.start();
  }

  async close(): Promise<void> {
    await this.watch.stop();
    await this.running?.stop();
    await this.room.close();
  }

  /** Tells that something happened `agoMs` before now; returns when. */
  happened(type: EventType, subject: string, data: EventData = {}, agoMs = 0): number {
    const at = this.room.clock.now() - agoMs;
    const event: BelfryEvent = {
      ...{ specversion: '1.0', id: `${type}-${subject}-${++this.told}`, source: 'shop', type, subject, data },
      time: new Date(at).toISOString(),
    };
    this.room.tell({ at: this.room.clock.now(), subject, event: { ...event } });
    return at;
  }

  /** Somebody says it, through the intake of people. */
  async say(type: EventType, subject: string, data: EventData): Promise<void> {
    const answer = await this.room.whileTimePasses(this.people!.say({ type, subject, data }));
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  }

  /** Time passes in steps of a minute, so that everything rings when it is due. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 60_000) await this.room.pass(Math.min(left, 60_000));
    await this.room.settle();
  }

  async ask<Body>(path: string): Promise<Body> {
    const answer = await this.get<Body>(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async get<Body>(path: string): Promise<{ readonly status: number; readonly body: Body; readonly headers: Headers }> {
    const answer = await this.room.whileTimePasses(Promise.resolve(this.pages.request(path)));
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as Body };
  }
}
