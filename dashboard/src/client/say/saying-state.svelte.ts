import { type Trouble, troubleOf } from '../desk/trouble.ts';
import { type Words, wordsFor } from './trouble-words.ts';

/** One thing that is being said from a form: whether it is on its way, and why it did not arrive. */
export class SayingState {
  sending = $state(false);
  trouble: Trouble | null = $state.raw(null);

  get words(): Words | null {
    return this.trouble && wordsFor(this.trouble);
  }

  /** Whether it was taken. One that is on its way is not said again. */
  async send(say: () => Promise<unknown>): Promise<boolean> {
    if (this.sending) return false;
    this.sending = true;
    this.trouble = null;
    try {
      await say();
      return true;
    } catch (error) {
      this.trouble = troubleOf(error);
      return false;
    } finally {
      this.sending = false;
    }
  }
}
