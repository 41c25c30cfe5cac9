/** What the bar says of sound. */
export const en = {
  armed: 'ARMED',
  blocked: 'BLOCKED',
  pressAnyKey: 'press any key',
};

export type SoundWords = typeof en;
