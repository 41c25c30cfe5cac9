import './style/fonts.css';
import './style/tokens.css';
import './style/base.css';
import { mount } from 'svelte';
import { showMovingPointer } from './state/moving-pointer.ts';
import LiveWall from './wall/LiveWall.svelte';

/** The wall shows itself once in its own face: a late font would move every line. Without it after 2 s, in another. */
const faces = ['500', '600', '700'].map((weight) => document.fonts.load(`${weight} 1rem "Barlow Semi Condensed"`));
await Promise.race([Promise.allSettled(faces), new Promise((resolve) => setTimeout(resolve, 2_000))]);

mount(LiveWall, { target: document.body });
showMovingPointer();
