import '../style/fonts.css';
import '../style/tokens.css';
import '../style/desk.css';
import { mount } from 'svelte';
import { browserAddress, PageLocation } from '../state/page-location.svelte.ts';
import { createKpiApi } from './kpi-api.ts';
import Pages from './Pages.svelte';

mount(Pages, { target: document.body, props: { api: createKpiApi(), place: new PageLocation(browserAddress) } });
