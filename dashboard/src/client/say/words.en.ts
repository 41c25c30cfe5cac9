/** What is said around whatever people say to Belfry, on a phone and at a desk. */
export const en = {
  sending: 'Sending …',
  signIn: 'Sign in',
  yourName: 'Your name',
  /** Why it was not taken, where the server could say nothing. */
  noAnswer: 'The server does not answer.',
  perhapsUnheard: 'It may not have been heard. Check the connection and try again.',
  notSignedIn: 'You are not signed in.',
  openYourLink: 'Open the link that you were given for Belfry on this device, then come back here.',
  askWhoRuns: 'Ask whoever runs Belfry.',
};

export type SayWords = typeof en;
