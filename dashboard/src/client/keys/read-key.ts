/** A key as it was pressed. */
export interface Pressed {
  /** What it writes, as `KeyboardEvent.key`. */
  readonly key: string;
  /** Where it is on the board, as `KeyboardEvent.code`. */
  readonly code: string;
  /** Whether it goes into a field, or to the browser or system: Ctrl, Alt, Meta. */
  readonly elsewhere: boolean;
  /** ms of any clock that runs on. */
  readonly at: number;
}

export type KeyAct =
  | { readonly does: 'help' | 'search' }
  | { readonly does: 'go'; readonly href: string }
  | { readonly does: 'nothing' };

/** `g` and then a letter, within so long. ms */
const WITHIN = 1_500;

/**
 * What a key does at a desk: `?` lists the keys, `/` searches, `g` and a letter go to a page.
 *
 * @param begun when `g` was pressed, if it was the key before; null otherwise.
 * @param goes the address behind each letter.
 * @returns what is to be done, and what to hand in as `begun` with the next key.
 */
export function readKey(
  begun: number | null,
  pressed: Pressed,
  goes: ReadonlyMap<string, string>,
): { readonly act: KeyAct; readonly begun: number | null } {
  const nothing: KeyAct = { does: 'nothing' };
  if (pressed.elsewhere) return { act: nothing, begun: null };
  // The question mark of Arabic boards is another letter.
  if (pressed.key === '?' || pressed.key === '؟') return { act: { does: 'help' }, begun: null };
  if (pressed.key === '/') return { act: { does: 'search' }, begun: null };
  const letter = letterOf(pressed);
  if (begun !== null && pressed.at - begun <= WITHIN) {
    const href = letter === null ? undefined : goes.get(letter);
    return { act: href === undefined ? nothing : { does: 'go', href }, begun: null };
  }
  return { act: nothing, begun: letter === 'g' ? pressed.at : null };
}

/** The Latin letter of a key, on boards of other scripts the one at its place; null: it is no letter. */
function letterOf({ key, code }: Pressed): string | null {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  const place = /^Key([A-Z])$/.exec(code)?.[1];
  return key.length === 1 && place !== undefined ? place.toLowerCase() : null;
}
