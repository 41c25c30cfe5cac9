const WORDS: Readonly<Record<string, string>> = {
  counted: 'newly counted',
  revised: 'revised by late evidence',
  moved: 'moved to another day or place',
  withdrawn: 'withdrawn',
  policy: 'judged again by a policy',
  history: 'told as history',
  entered: 'days that entered the window',
  left: 'days that left the window',
};

/** Why a number has changed (docs/kpis.md), as people say it. One that is not known is shown as it is called. */
export function causeWords(cause: string): string {
  const reason = /^excluded\/(.+)$/.exec(cause)?.[1];
  return reason === undefined ? (WORDS[cause] ?? cause) : `excluded: ${reason.replaceAll('-', ' ')}`;
}
