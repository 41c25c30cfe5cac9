/** In place of the processor's: every event is taken for a new one. */
export const isRepeated = (): boolean => false;
