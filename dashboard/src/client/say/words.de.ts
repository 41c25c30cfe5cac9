import type { SayWords } from './words.en.ts';

export const de: SayWords = {
  sending: 'Wird gesendet …',
  signIn: 'Anmelden',
  yourName: 'Ihr Name',
  noAnswer: 'Der Server antwortet nicht.',
  perhapsUnheard: 'Vielleicht kam es nicht an. Prüfen Sie die Verbindung und versuchen Sie es erneut.',
  notSignedIn: 'Sie sind nicht angemeldet.',
  openYourLink: 'Öffnen Sie auf diesem Gerät den Link, den Sie für Belfry erhalten haben, und kommen Sie dann zurück.',
  askWhoRuns: 'Wenden Sie sich an den Betreiber von Belfry.',
};
