import { describe, expect, it } from 'vitest';
import { AN_EMPTY_PICTURE } from '../../../story/an-empty-picture.ts';
import type { Picture } from '../../contract/index.ts';
import type { Freshness } from '../state/freshness.ts';
import { verdictOf } from './verdict.ts';

const counts = { ...AN_EMPTY_PICTURE.verdict, due60: 3, due240: 9, nextDue: 5_000, lastBreach: 1_000 };
const picture = (over: Partial<Picture> = {}, verdict: Partial<Picture['verdict']> = {}): Picture => ({
  ...AN_EMPTY_PICTURE,
  verdict: { ...counts, ...verdict },
  ...over,
});
const fresh: Freshness = { level: 'fresh', cause: 'data', since: 0, age: 0, was: null };
const old: Freshness = { ...fresh, level: 'old', cause: 'link', age: 20_000 };
const reading = { done: 1, end: 9_000, at: null };

describe('what the wall says first', () => {
  it.each([
    ['nothing is known and nobody answers', null, null, false, 'connecting'],
    ['the server answers and still reads history', null, null, true, 'starting'],
    ['no event ever came', picture({ stage: 'empty' }), fresh, true, 'empty'],
    ['events came and none was judged', picture({ stage: 'held', taken: 7 }), fresh, true, 'held'],
    ['a backlog is being read', picture({ catchingUp: reading }, { breached: 2 }), fresh, true, 'reading'],
    ['something is broken', picture({}, { breached: 2 }), fresh, true, 'counts'],
    ['an incident is open, though no promise is broken', picture({}, { incidents: 1 }), fresh, true, 'counts'],
    ['something is due soon', picture({}, { due15: 1 }), fresh, true, 'counts'],
    ['all is well', picture(), fresh, true, 'kept'],
    ['the picture is old, whatever it shows', picture({ catchingUp: reading }, { breached: 2 }), old, false, 'old'],
  ] as const)('when %s', (_, shown, freshness, linked, kind) => {
    expect(verdictOf(shown, freshness, linked).kind).toBe(kind);
  });

  it('says that it was signed out, whatever it still shows', () => {
    expect(verdictOf(picture(), fresh, false, true)).toEqual({ kind: 'signed-out' });
    expect(verdictOf(null, null, false, true)).toEqual({ kind: 'signed-out' });
  });

  it('does not call all promises kept while history holds open breaches', () => {
    expect(verdictOf(picture({}, { quiet: 577 }), fresh, true)).toMatchObject({ kind: 'kept', quiet: 577 });
  });

  it('says how it was when the picture grew old', () => {
    expect(verdictOf(picture({}, { breached: 2, due15: 5 }), old, false)).toMatchObject({ breached: 2, due: 5 });
  });
});
