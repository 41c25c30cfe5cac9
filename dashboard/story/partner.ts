import '../src/client/style/fonts.css';
import '../src/client/style/tokens.css';
import '../src/client/style/desk.css';
import { mount } from 'svelte';
import { createKpiApi } from '../src/client/partner/kpi-api.ts';
import Pages from '../src/client/partner/Pages.svelte';
import { memoryAddress, PageLocation } from '../src/client/state/page-location.svelte.ts';
import { SCENES } from './partner/scenes.ts';

/** One state of the partner pages, named in the URL: `/story/partner.html?failing`. Without a name, a list. */
const scene = SCENES[location.search.slice(1)];
if (scene) {
  const place = new PageLocation(memoryAddress(scene.href));
  mount(Pages, { target: document.body, props: { api: createKpiApi(scene.fetching), place } });
} else {
  for (const one of Object.keys(SCENES)) {
    const link = Object.assign(document.createElement('a'), { href: `?${one}`, textContent: `${one} ` });
    document.body.append(link);
  }
}
