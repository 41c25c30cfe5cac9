import { type Trouble, troubleOf } from './trouble.ts';

/**
 * One answer of the API as a component shows it. While the same is asked again the old value stays; a failure of another
 * question takes it away, since a figure under a heading that is not its own would be a lie.
 */
export class Answer<T> {
  value: T | null = $state.raw(null);
  trouble: Trouble | null = $state.raw(null);
  /** Whether another question than the one that is shown is being asked; a refresh in the background is nobody's business. */
  loading = $state(false);
  /** When the value arrived, by the reader's clock. */
  readAt: number | null = $state.raw(null);
  private about = '';
  private running: AbortController | undefined;

  /** @param about names the question: another name, another question. The last one asked is the one that is shown. */
  async ask(about: string, fetching: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.loading = about !== this.about;
    try {
      const value = await fetching(running.signal);
      if (running.signal.aborted) return;
      this.value = value;
      this.readAt = Date.now();
      this.trouble = null;
    } catch (error) {
      if (running.signal.aborted) return;
      this.trouble = troubleOf(error);
      if (about === this.about) return;
      this.value = null;
      this.readAt = null;
    } finally {
      if (this.running === running) {
        this.about = about;
        this.loading = false;
      }
    }
  }

  stop(): void {
    this.running?.abort();
  }
}
