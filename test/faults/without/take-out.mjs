import { register } from 'node:module';

// Given with --import behind tsx: its own hooks come first then.
register('./hooks.mjs', import.meta.url);
