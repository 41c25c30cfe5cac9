import type { LogRecord } from '@belfry/ingest/log';
import {
  type CompiledRouting,
  decodeDelivery,
  decodeNotification,
  describeRoute,
  isOfDeliveries,
  type Notification,
} from '@belfry/processor/contract';
import type { HookList } from '../../contract/people-api.ts';
import { HookHistory } from './hook-history.ts';

/** A lane writes at least each hour how far it has come: a hook without a word for so long is served no more, ms. */
const SERVED_WITHIN_MS = 3 * 3_600_000;

/** The log `deliveries`, as far back as it was read, by hook: what walls and pages say about hooks. */
export class HooksBook {
  private readonly hooks = new Map<string, HookHistory>();
  private readonly now: () => number;

  /** @param now ms UTC. */
  constructor(now: () => number) {
    this.now = now;
  }

  /** Takes a record of `deliveries`, in their order; others mean nothing to it. Throws what a record that is none throws. */
  take({ kind, key, value, offset, appendTime }: LogRecord): void {
    if (kind === 'notification') {
      this.of(key).notified(decodeNotification(value), offset, appendTime);
    } else if (kind === 'delivery') {
      const record = decodeDelivery(value);
      if (isOfDeliveries(record)) this.of(key).took(record, appendTime);
    }
  }

  /** @param routing who is told what; null when nobody has said so. */
  list(routing: CompiledRouting | null): HookList {
    const { hooks = [], routes = [] } = routing ?? {};
    return {
      hooks: hooks.map((hook) => this.of(hook.name).view(hook)),
      nobody: hooks.length === 0 || (routes.at(-1)?.to.length ?? 0) === 0,
      routes: routes.map((route) => ({
        name: route.name,
        line: route.line,
        sentence: describeRoute(route),
        to: route.to,
      })),
    };
  }

  /** Hooks that are served and do not take posts, by name, for the wall. */
  failing(): readonly string[] {
    const since = this.now() - SERVED_WITHIN_MS;
    return [...this.hooks]
      .filter(([, hook]) => hook.lastWord >= since && ['failing', 'disabled'].includes(hook.condition()))
      .map(([name]) => name)
      .sort();
  }

  /** One of the last notifications of a hook, by its id. */
  find(hook: string, id: string): Notification | undefined {
    return this.hooks.get(hook)?.find(id);
  }

  private of(name: string): HookHistory {
    let hook = this.hooks.get(name);
    if (hook === undefined) {
      hook = new HookHistory();
      this.hooks.set(name, hook);
    }
    return hook;
  }
}
