import { describe, expect, it } from 'vitest';
import { isToBeHandedOn, nextStep, type Trouble, type Turn } from './next-step.ts';
import type { WaitingNotification } from './waiting-notification.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;
const waiting = (over: Partial<WaitingNotification> = {}): WaitingNotification => ({
  id: 'msg_1',
  key: 'msg_1',
  offset: 7,
  group: 'a',
  action: 'trigger',
  byHand: false,
  insteadOf: false,
  appended: NOW,
  since: NOW - 2 * MINUTE,
  value: Buffer.alloc(0),
  attempt: 0,
  first: null,
  nextRetry: 0,
  fellBack: false,
  underWay: false,
  settling: false,
  ...over,
});

describe('the next step of a notification', () => {
  const step = (over: Partial<WaitingNotification>, turn: Partial<Turn> = {}) =>
    nextStep(waiting(over), { wasTold: false, outdated: false, now: NOW, ...turn });

  it('is needless for an end where nothing was told, unless somebody asked for it', () => {
    expect((['trigger', 'update', 'announce', 'test'] as const).map((action) => step({ action }))).toEqual(
      Array(4).fill('post'),
    );
    for (const action of ['acknowledge', 'resolve'] as const) {
      expect(step({ action })).toBe('needless');
      expect(step({ action }, { wasTold: true })).toBe('post');
      expect(step({ action, byHand: true })).toBe('post');
    }
  });

  it('is needless for a heartbeat that is outdated, or older than two minutes', () => {
    const action = 'heartbeat';
    expect(step({ action, appended: NOW - 2 * MINUTE })).toBe('post');
    expect(step({ action, appended: NOW - 2 * MINUTE - 1 })).toBe('needless');
    expect(step({ action }, { outdated: true })).toBe('needless');
  });
});

describe('the fallback', () => {
  const well: Trouble = { disabled: false, receiverFails: false, chainFails: false, groupHandedOn: false, now: NOW };
  const gets = (trouble: Partial<Trouble>, over: Partial<WaitingNotification> = {}): boolean =>
    isToBeHandedOn(waiting(over), { ...well, ...trouble });

  it('gets what has waited two minutes for a hook that fails, and not what only waits for its turn', () => {
    expect(gets({ receiverFails: true })).toBe(true);
    expect(gets({ chainFails: true })).toBe(true);
    expect(gets({ receiverFails: true }, { since: NOW - 2 * MINUTE + 1 })).toBe(false);
    expect(gets({})).toBe(false);
  });

  it('gets it at once when the hook is disabled, or the fallback knows of its group', () => {
    expect(gets({ disabled: true }, { since: NOW })).toBe(true);
    expect(gets({ groupHandedOn: true }, { since: NOW })).toBe(true);
  });

  it.each([
    ['is there already', { fellBack: true }],
    ['has its end', { settling: true }],
    ['came from a fallback', { insteadOf: true }],
    ['was asked for by hand', { byHand: true }],
    ['is a heartbeat', { action: 'heartbeat' }],
  ] as const)('never gets what %s', (_what, over) => {
    expect(gets({ disabled: true, receiverFails: true, groupHandedOn: true }, over)).toBe(false);
  });
});
