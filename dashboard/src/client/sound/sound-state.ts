/** `off`: quiet by its settings. `blocked`: it would ring, and the browser lets it not. `armed`: it rings. */
export type SoundState = 'off' | 'blocked' | 'armed';

export interface Hearing {
  /** Whether the wall's settings ask for sound. */
  readonly wanted: boolean;
  /** Whether the browser lets the page be heard: after a gesture, or always on displays that are set up so. */
  readonly running: boolean;
  /** Whether somebody has pressed a key or the pointer since this page was loaded. */
  readonly gesture: boolean;
  readonly demo: boolean;
}

/** Whether a wall can be heard. A demo breaks promises all day: it is silent until somebody beside it has armed it. */
export function soundState({ wanted, running, gesture, demo }: Hearing): SoundState {
  if (!wanted) return 'off';
  return running && (gesture || !demo) ? 'armed' : 'blocked';
}
