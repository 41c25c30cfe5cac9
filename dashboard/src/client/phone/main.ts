import '../style/fonts.css';
import '../style/tokens.css';
import '../style/desk.css';
import '../style/phone.css';
import { mount } from 'svelte';
import LivePhone from './LivePhone.svelte';

mount(LivePhone, { target: document.body });
