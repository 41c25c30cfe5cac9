import type { Chime } from './chimes.ts';

/** Two notes of a fourth, Hz: it is heard through talk, and startles nobody. */
const NOTES: Readonly<Record<Chime, readonly [number, number]>> = {
  rising: [587.33, 783.99],
  falling: [783.99, 587.33],
};
/** Of each of the two notes, s: the chime is a second long. */
const NOTE = 0.5;
const LOUD = 0.35;
const SILENT = 0.0001;

/** Rings a chime now. Each note begins softly and fades like a bell's: a tone that is cut off clicks. */
export function ring(context: AudioContext, chime: Chime): void {
  for (const [index, frequency] of NOTES[chime].entries()) {
    const from = context.currentTime + index * NOTE;
    const volume = new GainNode(context, { gain: SILENT });
    volume.gain.setValueAtTime(SILENT, from);
    volume.gain.exponentialRampToValueAtTime(LOUD, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(SILENT, from + NOTE);
    const note = new OscillatorNode(context, { type: 'sine', frequency });
    note.connect(volume).connect(context.destination);
    note.start(from);
    note.stop(from + NOTE);
  }
}
