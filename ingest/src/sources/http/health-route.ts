import { Hono } from 'hono';
import type { WallClock } from '../../contract/index.ts';
import type { EventLog } from '../../log/event-log.ts';

export interface HealthOptions {
  readonly log: EventLog;
  readonly wallClock: WallClock;
  readonly isStopping: () => boolean;
}

/** How long the log may take to say where it stands, ms. */
const READY_WITHIN_MS = 2_000;

/** `/livez`: the process answers. `/readyz`: it takes events, and the log answers it. */
export function healthRoute({ log, wallClock, isStopping }: HealthOptions): Hono {
  const route = new Hono();
  route.get('/livez', (c) => c.text('alive\n'));
  route.get('/readyz', async (c) => {
    if (isStopping()) return c.text('stopping\n', 503);
    let cancel = (): void => {};
    const late = new Promise<string>((resolve) => {
      cancel = wallClock.after(READY_WITHIN_MS, () => resolve(`the log did not answer within ${READY_WITHIN_MS} ms`));
    });
    const asked = log.bounds('events', 0).then(
      () => undefined,
      (error: Error) => error.message,
    );
    const trouble = await Promise.race([asked, late]);
    cancel();
    return trouble === undefined ? c.text('ready\n') : c.text(`not ready: ${trouble}\n`, 503);
  });
  return route;
}
