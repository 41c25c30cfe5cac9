import '../src/client/style/fonts.css';
import '../src/client/style/tokens.css';
import '../src/client/style/base.css';
import { mount } from 'svelte';
import BellStory from './BellStory.svelte';

/** The wall's bell: `bell(61, ['new'])` shows it a picture of those incidents, so many seconds on. */
mount(BellStory, { target: document.body });
