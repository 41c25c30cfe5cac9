/**
 * A promised date and who moved it. Whose word counts is the policy's to say; all of them are kept.
 */
export class PromisedDate {
  private readonly told: object | undefined;
  private readonly changes: { readonly by: string; readonly to: object }[] = [];

  /** @param told the promise as an order was told with, before anybody changed it. */
  constructor(told: unknown) {
    this.told = typeof told === 'object' && told !== null ? told : undefined;
  }

  /** @param by who moved it: a kind of actor, or an actor. @param to the new promise, or its `deliverBy` alone. */
  change(by: unknown, to: unknown): void {
    const kind = typeof by === 'object' && by !== null ? (by as { kind?: unknown }).kind : by;
    this.changes.push({
      by: typeof kind === 'string' ? kind : '',
      to: typeof to === 'object' && to !== null ? to : { deliverBy: to },
    });
  }

  movedBy(kinds: readonly string[]): object {
    return this.after(({ by }) => kinds.includes(by));
  }

  /** A partner cannot move its own deadline, nor can those who carry for it; a customer or the platform can. */
  unlessMovedByWhoKeepsIt(): object {
    return this.after(({ by }) => by !== 'partner' && by !== 'carrier' && by !== 'vendor');
  }

  private after(counts: (change: { readonly by: string }) => boolean): object {
    return Object.assign({}, this.told, ...this.changes.filter(counts).map(({ to }) => to)) as object;
  }
}
