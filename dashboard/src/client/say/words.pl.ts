import type { SayWords } from './words.en.ts';

export const pl: SayWords = {
  sending: 'Wysyłanie …',
  signIn: 'Zaloguj się',
  yourName: 'Imię i nazwisko',
  noAnswer: 'Serwer nie odpowiada.',
  perhapsUnheard: 'Zgłoszenie mogło nie dotrzeć. Proszę sprawdzić połączenie i spróbować ponownie.',
  notSignedIn: 'Brak zalogowania.',
  openYourLink: 'Proszę otworzyć na tym urządzeniu otrzymany link do Belfry, a następnie wrócić tutaj.',
  askWhoRuns: 'Proszę zwrócić się do administratora Belfry.',
};
