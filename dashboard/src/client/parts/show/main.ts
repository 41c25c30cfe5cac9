import '../../style/fonts.css';
import '../../style/tokens.css';
import '../../style/desk.css';
import { mount } from 'svelte';
import PartsPage from './PartsPage.svelte';

mount(PartsPage, { target: document.body });
