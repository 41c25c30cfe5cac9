import '../src/client/style/fonts.css';
import '../src/client/style/tokens.css';
import '../src/client/style/desk.css';
import '../src/client/style/phone.css';
import { mount } from 'svelte';
import { LinkLost } from '../src/client/desk/trouble.ts';
import Phone from '../src/client/phone/Phone.svelte';
import { STORIES } from './fixtures.ts';
import { NOW } from './now.ts';

/** The wall's states on the phone page: `/story/phone.html?people`. Whatever is said there does not arrive. */
const name = location.search.slice(1);
const story = STORIES[name];
if (story) {
  const say = () => Promise.reject(new LinkLost(null));
  mount(Phone, { target: document.body, props: { ...story, now: NOW, zone: 'Asia/Riyadh', shut: null, say } });
} else {
  for (const one of Object.keys(STORIES)) {
    const link = Object.assign(document.createElement('a'), { href: `?${one}`, textContent: `${one} ` });
    document.body.append(link);
  }
}
