import { LinkLost, type Trouble } from '../desk/trouble.ts';

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
      what: 'The server does not answer.',
      remedy: 'It may not have been heard. Check the connection and try again.',
      signIn: false,
    };
  }
  if (trouble.status === 401) {
    return {
      what: 'You are not signed in.',
      remedy: trouble.remedy || 'Open the link that you were given for Belfry on this device, then come back here.',
      signIn: true,
    };
  }
  if (trouble.status === 403) {
    return { what: trouble.message, remedy: trouble.remedy || 'Ask whoever runs Belfry.', signIn: true };
  }
  return { what: trouble.message, remedy: trouble.remedy, signIn: false };
}
