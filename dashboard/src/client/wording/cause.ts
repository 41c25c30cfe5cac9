const WORDS: Readonly<Record<string, string>> = {
  counted: 'newly counted',
  revised: 'late evidence',
  moved: 'moved',
  withdrawn: 'withdrawn',
  policy: 'policy changed',
  history: 'told as history',
  entered: 'entered the window',
  left: 'left the window',
};

/** Why a number has changed (docs/kpis.md), as people say it. One that is not known is shown as it is called. */
export function causeWords(cause: string): string {
  const reason = /^excluded\/(.+)$/.exec(cause)?.[1];
  return reason === undefined ? (WORDS[cause] ?? cause) : `excluded: ${reason.replaceAll('-', ' ')}`;
}
