/** Which hooks a signal would be told to, by which rule, and why not by the others: the answer of `POST /api/route`. */
export interface RouteAnswer {
  readonly told: readonly {
    readonly hook: string;
    /** The route's name, or `ladder` where a policy's step names the hook. */
    readonly route: string;
    /** In the hooks file, from 1; 0 of a ladder. */
    readonly line: number;
    readonly why: string;
  }[];
  /** What else decides: that it is an end, which asks no route, or history, of which nobody is told. */
  readonly note?: string;
  /** Each route that was asked, in order: whether it fits, and what did not. */
  readonly trail: readonly AskedRoute[];
}

export interface AskedRoute {
  readonly route: string;
  readonly line: number;
  readonly fits: boolean;
  readonly why: string;
}
