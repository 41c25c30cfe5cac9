import { LinkLost, type Trouble } from '../desk/trouble.ts';
import { words } from './words.ts';

export interface Words {
  readonly what: string;
  readonly remedy: string;
  /** Whether another token would help: then the page leads to where one signs in. */
  readonly signIn: boolean;
}

/** Why what somebody said was not taken, and what to do: the server's words where it has some. */
export function wordsFor(trouble: Trouble): Words {
  if (trouble instanceof LinkLost) {
    return {
      what: words.noAnswer,
      remedy: words.perhapsUnheard,
      signIn: false,
    };
  }
  if (trouble.status === 401) {
    return {
      what: words.notSignedIn,
      remedy: trouble.remedy || words.openYourLink,
      signIn: true,
    };
  }
  if (trouble.status === 403) {
    return { what: trouble.message, remedy: trouble.remedy || words.askWhoRuns, signIn: true };
  }
  return { what: trouble.message, remedy: trouble.remedy, signIn: false };
}
