import { type Chimes, initialChimes, type Looked, nextChime } from './chimes.ts';
import { type SoundState, soundState } from './sound-state.ts';
import { ring } from './tones.ts';

/** The wall's bell: what it has heard of, and whether the browser lets it ring. */
export class WallSound {
  private readonly wanted: boolean;
  private readonly context: AudioContext | null;
  private chimes: Chimes = initialChimes;
  private running = $state(false);
  private gesture = $state(false);
  private demo = $state(false);

  /** @param wanted whether the wall's settings ask for sound; without, no audio device is opened. */
  constructor(wanted: boolean) {
    this.wanted = wanted;
    this.context = wanted && typeof AudioContext !== 'undefined' ? new AudioContext() : null;
    const { context } = this;
    if (context === null) return;
    const look = (): void => {
      this.running = context.state === 'running';
    };
    look();
    context.addEventListener('statechange', look);
    const pressed = (): void => {
      this.gesture = true;
      // Displays that wake up have lost their device: any later key takes it back.
      if (context.state !== 'running') context.resume().then(look, look);
    };
    addEventListener('keydown', pressed);
    addEventListener('pointerdown', pressed);
  }

  /** @returns what the bar says of it. */
  get state(): SoundState {
    const { wanted, running, gesture, demo } = this;
    return soundState({ wanted, running, gesture, demo });
  }

  /** The wall shows this now. What cannot be heard is not kept: nobody wants to hear an hour's bells at once. */
  look(looked: Looked, demo: boolean): void {
    this.demo = demo;
    const { chimes, chime } = nextChime(this.chimes, looked);
    this.chimes = chimes;
    if (chime !== null && this.context !== null && this.state === 'armed') ring(this.context, chime);
  }
}
