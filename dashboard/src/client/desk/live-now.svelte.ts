import { eachSecond } from '../state/seconds.ts';
import { ServerTime } from '../state/server-time.ts';

/** The server's time as a component shows it: told with each answer, and counted on by each full second. */
export class LiveNow {
  /** ms UTC. */
  now = $state(Date.now());
  private readonly time = new ServerTime(() => performance.now());

  /** An answer that was made at `at` by the server's clock (ms UTC) has just arrived. */
  told(at: number): void {
    this.time.told(at);
    this.now = this.time.now();
  }

  /** Counts until the answer is called. */
  run(): () => void {
    return eachSecond(
      () => this.time.now(),
      () => {
        this.now = this.time.now();
      },
    );
  }
}
