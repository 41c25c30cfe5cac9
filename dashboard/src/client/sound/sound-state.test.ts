import { expect, it } from 'vitest';
import { soundState } from './sound-state.ts';

const all = { wanted: true, running: true, gesture: true, demo: false };

it('is armed once the browser lets it be heard', () => {
  expect(soundState(all)).toBe('armed');
  expect(soundState({ ...all, gesture: false })).toBe('armed');
  expect(soundState({ ...all, running: false })).toBe('blocked');
});

it('is quiet by its settings, whatever was pressed', () => {
  expect(soundState({ ...all, wanted: false })).toBe('off');
});

it('waits for somebody in front of a demo, also where the browser would let it be heard', () => {
  expect(soundState({ ...all, demo: true, gesture: false })).toBe('blocked');
  expect(soundState({ ...all, demo: true })).toBe('armed');
});
