import { expect, it } from 'vitest';
import type { IncidentLine, Picture } from '../../contract/index.ts';
import { type Chime, type Chimes, initialChimes, type Looked, nextChime } from './chimes.ts';

const incident = (id: string, newest: number, over: Partial<IncidentLine> = {}): IncidentLine =>
  ({ id, newest, severity: 'critical', acknowledged: null, silenced: 0, open: 1, ...over }) as IncidentLine;
const picture = (incidents: IncidentLine[], over: Partial<Picture> = {}): Looked['picture'] => ({
  stage: 'live',
  catchingUp: null,
  incidents,
  ...over,
});
const FRESH = { level: 'fresh', cause: 'data', age: 0 } as const;

/** A wall that looks at pictures one after another; each look says what is heard, with the second of it. */
function wall() {
  let chimes: Chimes = initialChimes;
  return (second: number, seen: Looked['picture'], freshness: Looked['freshness'] = FRESH): Chime | null => {
    const next = nextChime(chimes, { now: second * 1_000, picture: seen, freshness });
    chimes = next.chimes;
    return next.chime;
  };
}
const [a, b, c] = [incident('a', 1_000), incident('b', 100_000), incident('c', 110_000)];

it('rings once for each new critical incident, and not for what was there at load', () => {
  const look = wall();
  expect(look(90, null)).toBeNull();
  expect(look(91, picture([a]))).toBeNull();
  expect(look(100, picture([b, a]))).toBe('rising');
  expect(look(101, picture([b, a]))).toBeNull();
  expect(look(200, picture([{ ...b, open: 60, newest: 199_000 }, a]))).toBeNull();
});

it('rings for the first incident of a wall that was loaded in front of nothing', () => {
  const look = wall();
  expect(look(90, picture([]))).toBeNull();
  expect(look(100, picture([b]))).toBe('rising');
});

it('rings at most once in 30 s, and then for what still calls', () => {
  const look = wall();
  look(90, picture([]));
  expect(look(100, picture([b]))).toBe('rising');
  expect(look(110, picture([c, b]))).toBeNull();
  expect(look(129, picture([c, b]))).toBeNull();
  expect(look(130, picture([c, b]))).toBe('rising');
  expect(look(160, picture([c, b]))).toBeNull();
});

it('lets go what somebody takes on, silences or resolves before it could ring', () => {
  const taken = { ...c, acknowledged: { who: 'Lena', at: 1, until: 2 } };
  for (const then of [[b, taken], [b, { ...c, silenced: 1 }], [b]]) {
    const look = wall();
    look(90, picture([]));
    look(100, picture([b]));
    expect(look(110, picture([c, b]))).toBeNull();
    expect(look(120, picture(then))).toBeNull();
    expect(look(140, picture(then))).toBeNull();
  }
});

it('is silent about warnings, about what is taken on or silenced from the first, and about retractions', () => {
  const quiet = [
    incident('w', 99_000, { severity: 'warning' }),
    incident('t', 99_000, { acknowledged: { who: 'Lena', at: 1, until: 2 } }),
    incident('s', 99_000, { silenced: 3, open: 3 }),
  ];
  const look = wall();
  look(90, picture([a]));
  expect(look(100, picture([...quiet, a]))).toBeNull();
  expect(look(140, picture([]))).toBeNull();
});

it('does not take for new what is older and only now finds room in the picture', () => {
  const look = wall();
  look(90, picture([c]));
  expect(look(120, picture([b]))).toBeNull();
});

it('is silent while the log is read, and about what was read then', () => {
  const look = wall();
  const reading = { catchingUp: { done: 1, end: 9, at: null } };
  look(90, picture([]));
  expect(look(100, picture([b], reading))).toBeNull();
  expect(look(140, picture([b]))).toBeNull();
  expect(look(141, picture([incident('d', 140_000), b]))).toBe('rising');
});

it('tells once that the link is lost, after a minute, and again only after it had come back', () => {
  const look = wall();
  const lost = (age: number, cause: 'link' | 'data' = 'link') => ({ level: 'old', cause, age: age * 1_000 }) as const;
  look(0, picture([]));
  expect(look(59, picture([]), lost(59))).toBeNull();
  expect(look(60, picture([]), lost(60))).toBe('falling');
  expect(look(70, picture([]), lost(70))).toBeNull();
  expect(look(80, picture([]))).toBeNull();
  expect(look(150, picture([]), lost(70))).toBe('falling');
  look(160, picture([]));
  // The server answers, and says itself that it cannot read its log.
  expect(look(300, picture([]), lost(70, 'data'))).toBeNull();
});

it('has lost nothing before its first picture', () => {
  expect(wall()(60, null, { level: 'old', cause: 'link', age: 90_000 })).toBeNull();
});
