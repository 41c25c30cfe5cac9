import type { Fact } from './fact.ts';

/** When a subject first reached each state. A handful of types, so a list is smaller than a map and as quick. */
export class FirstTimes {
  private readonly types: string[] = [];
  private readonly times: number[] = [];

  /** Facts come in the order of truth, so the first one of a type is the earliest. */
  take({ type, time }: Fact): void {
    if (this.types.includes(type)) return;
    this.types.push(type);
    this.times.push(time);
  }

  /** ms UTC, or undefined. */
  get(type: string): number | undefined {
    const at = this.types.indexOf(type);
    return at < 0 ? undefined : this.times[at];
  }
}
