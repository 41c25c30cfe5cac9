import type { Condition, PauseRule, Trigger } from '../../policy/compiled.ts';
import type { PromiseRule } from './promise-rule.ts';

/** What an event type means to a promise: the triggers that it may pull. */
export interface Role {
  readonly rule: PromiseRule;
  readonly start: Trigger | undefined;
  readonly stop: Trigger | undefined;
  readonly cancel: Trigger | undefined;
  readonly restart: Trigger | undefined;
  readonly reopen: Trigger | undefined;
}

/** A condition on the subject's data that triggers wait for. */
export interface WatchedState {
  readonly condition: Condition;
  readonly rule: PromiseRule;
}

/** A promise whose clocks pause. */
export interface Pausing {
  readonly rule: PromiseRule;
  readonly pauses: readonly PauseRule[];
}

/** What the promises to one kind of subject listen to. */
export interface Roles {
  readonly byType: ReadonlyMap<string, readonly Role[]>;
  readonly states: readonly WatchedState[];
  readonly pausing: readonly Pausing[];
  /** Types that begin or end a pause by themselves; the others may by what they make of the data. */
  readonly pausedBy: ReadonlySet<string>;
}

export const noRoles: Roles = { byType: new Map(), states: [], pausing: [], pausedBy: new Set() };

export function rolesOf(rules: readonly PromiseRule[]): Roles {
  const byType = new Map<string, Role[]>();
  const states: WatchedState[] = [];
  const pausing: Pausing[] = [];
  const pausedBy = new Set<string>();
  for (const rule of rules) {
    const { start, stop, cancel, restart, reopen, pauses = [] } = rule.promise;
    const own = [start, stop, cancel, restart, reopen?.on].filter((trigger) => trigger !== undefined);
    for (const type of new Set(own.flatMap(({ on }) => on))) {
      const on = (trigger: Trigger | undefined) => (trigger?.on.includes(type) ? trigger : undefined);
      const role = {
        rule,
        start: on(start),
        stop: on(stop),
        cancel: on(cancel),
        restart: on(restart),
        reopen: on(reopen?.on),
      };
      const known = byType.get(type);
      if (known) known.push(role);
      else byType.set(type, [role]);
    }
    const edges = pauses.flatMap((pause) => ('while' in pause ? [] : [pause.from, pause.until]));
    for (const { on } of edges) for (const type of on) pausedBy.add(type);
    if (pauses.length > 0) pausing.push({ rule, pauses });
    for (const { state } of [...own, ...edges]) if (state !== undefined) states.push({ condition: state, rule });
  }
  return { byType, states, pausing, pausedBy };
}
