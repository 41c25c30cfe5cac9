import '../src/client/style/fonts.css';
import '../src/client/style/tokens.css';
import '../src/client/style/desk.css';
import '../src/client/style/people.css';
import { mount } from 'svelte';
import Pages from '../src/client/people/Pages.svelte';
import { createPeopleApi } from '../src/client/people/people-api.ts';
import { Place } from '../src/client/people/place.svelte.ts';
import { memoryAddress } from '../src/client/state/page-location.svelte.ts';
import { PEOPLE_SCENES } from './people/scenes.ts';

/** One state of the pages of people, named in the URL: `/story/people.html?incidents`. Without a name, a list. */
const scene = PEOPLE_SCENES[location.search.slice(1)];
if (scene) {
  const place = new Place(memoryAddress(scene.href));
  mount(Pages, { target: document.body, props: { api: createPeopleApi(scene.fetching), place } });
} else {
  for (const one of Object.keys(PEOPLE_SCENES)) {
    const link = Object.assign(document.createElement('a'), { href: `?${one}`, textContent: `${one} ` });
    document.body.append(link);
  }
}
