import '../style/fonts.css';
import '../style/tokens.css';
import '../style/desk.css';
import '../style/people.css';
import { mount } from 'svelte';
import { serverBehind } from '../desk/ask-server.ts';
import { RoomPlace } from '../desk/room-place.svelte.ts';
import { browserAddress } from '../state/page-location.svelte.ts';
import SubjectRoom from './SubjectRoom.svelte';
import { subjectAt } from './subject-at.ts';

const place = new RoomPlace(browserAddress, (path) => subjectAt(path) !== null);
mount(SubjectRoom, { target: document.body, props: { server: serverBehind(), place } });
