import '../style/fonts.css';
import '../style/tokens.css';
import '../style/desk.css';
import '../style/people.css';
import { mount } from 'svelte';
import { browserAddress } from '../state/page-location.svelte.ts';
import Pages from './Pages.svelte';
import { createPeopleApi } from './people-api.ts';
import { Place } from './place.svelte.ts';

mount(Pages, { target: document.body, props: { api: createPeopleApi(), place: new Place(browserAddress) } });
