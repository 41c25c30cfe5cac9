import { describe, expect, it } from 'vitest';
import { AN_EMPTY_PICTURE as picture } from '../../../story/an-empty-picture.ts';
import type { Snapshot } from '../../contract/index.ts';
import { applyFrame, applyHeartbeat, receiveSnapshot } from './wall-state.ts';

const snapshot: Snapshot = { server: 'a', seq: 7, now: 1_000, asOf: 1_000, build: 'x', picture };
const { state } = receiveSnapshot(null, snapshot);
const frame = (over: object) => ({
  server: 'a',
  seq: 8,
  now: 2_000,
  asOf: 2_000,
  change: { partnersTotal: 3 },
  ...over,
});

describe('a wall that receives', () => {
  it('the next frame applies it', () => {
    const { state: after, resync } = applyFrame(state, frame({}));
    expect([after?.seq, after?.asOf, after?.picture.partnersTotal, resync]).toEqual([8, 2_000, 3, false]);
  });

  it('a frame that it has seen leaves it out', () => {
    expect(applyFrame(state, frame({ seq: 7 }))).toEqual({ state, resync: false });
  });

  it.each([
    ['a frame beyond the next', frame({ seq: 9 })],
    ['a frame of another run of the server', frame({ server: 'b' })],
    ['a frame that makes no picture', frame({ change: { verdict: null } })],
    ['a frame with a list that is none', frame({ change: { breaches: { put: 4 } } })],
    ['no frame at all', 'hello'],
    ['a frame without numbers', frame({ seq: null })],
  ])('%s keeps its picture and asks for a snapshot', (_, message) => {
    expect(applyFrame(state, message)).toEqual({ state, resync: true });
  });

  it('a heartbeat of a later number, or of another server, asks for a snapshot', () => {
    expect(applyHeartbeat(state, { server: 'a', seq: 8, now: 3_000, asOf: 3_000 }).resync).toBe(true);
    expect(applyHeartbeat(state, { server: 'b', seq: 7, now: 3_000, asOf: 3_000 }).resync).toBe(true);
    expect(applyHeartbeat(null, { server: 'a', seq: 7, now: 3_000, asOf: 3_000 }).resync).toBe(true);
  });

  it('a heartbeat of its own number dates the picture', () => {
    expect(applyHeartbeat(state, { server: 'a', seq: 7, now: 3_000, asOf: 2_900 }).state?.asOf).toBe(2_900);
  });

  it('a snapshot that cannot be read keeps what it had', () => {
    expect(receiveSnapshot(state, { ...snapshot, picture: {} }).state).toBe(state);
    expect(receiveSnapshot(state, null).state).toBe(state);
  });

  it('a snapshot of a server that began anew takes it, though its number is lower', () => {
    expect(receiveSnapshot(state, { ...snapshot, server: 'b', seq: 0 }).state).toMatchObject({ server: 'b', seq: 0 });
  });
});
