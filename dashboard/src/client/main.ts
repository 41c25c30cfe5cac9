import './style/fonts.css';
import './style/tokens.css';
import './style/base.css';
import { mount } from 'svelte';
import { showMovingPointer } from './state/moving-pointer.ts';
import { loadFaces } from './style/load-faces.ts';
import LiveWall from './wall/LiveWall.svelte';

// A late font would move every line of a wall.
await loadFaces();

mount(LiveWall, { target: document.body });
showMovingPointer();
