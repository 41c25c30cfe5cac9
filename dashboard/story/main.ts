import '../src/client/style/fonts.css';
import '../src/client/style/tokens.css';
import '../src/client/style/base.css';
import { mount } from 'svelte';
import { readSettings } from '../src/client/state/settings.ts';
import Wall from '../src/client/wall/Wall.svelte';
import { STORIES } from './fixtures.ts';
import { NOW } from './now.ts';

/** One state of the wall, named in the URL: `/story/?kept`. Without a name, a list. Never part of the built wall. */
const name = [...new URLSearchParams(location.search).keys()][0] ?? '';
const story = STORIES[name];
if (story) {
  const settings = readSettings(location.search, 'zone=Asia/Riyadh');
  // Drawn as it is before anybody has pressed a key.
  const sound = settings.sound ? 'blocked' : 'off';
  mount(Wall, {
    target: document.body,
    props: { ...story, now: NOW, settings, sound, origin: 'http://127.0.0.1:4100' },
  });
} else {
  for (const one of Object.keys(STORIES)) {
    const link = Object.assign(document.createElement('a'), { href: `?${one}`, textContent: one });
    document.body.append(link);
  }
}
