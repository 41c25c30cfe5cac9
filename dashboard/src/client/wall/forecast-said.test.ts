import { expect, it } from 'vitest';
import type { Expected, PictureForecast } from '../../contract/index.ts';
import { forecastSaid } from './forecast-said.ts';

const nothing: Expected = { clocks: 0, unknown: 0, breaches: { mean: 0, low: 0, high: 0 } };
const forecast = (fourHours: Partial<Expected>): PictureForecast => ({
  hour: nothing,
  fourHours: { clocks: 60, unknown: 0, breaches: null, ...fourHours },
});

it('says the range of the next four hours', () => {
  expect(forecastSaid(forecast({ breaches: { mean: 5.2, low: 3, high: 8 } }))).toEqual({
    kind: 'range',
    low: 3,
    high: 8,
  });
});

it('says that none is expected only of clocks that run', () => {
  expect(forecastSaid(forecast({ breaches: { mean: 0, low: 0, high: 0 } }))).toEqual({ kind: 'none' });
  expect(forecastSaid(forecast({ clocks: 0, breaches: { mean: 0, low: 0, high: 0 } }))).toBeNull();
  expect(forecastSaid(null)).toBeNull();
});

it('owns up to knowing too few like clocks', () => {
  expect(forecastSaid(forecast({ unknown: 31 }))).toEqual({ kind: 'too-few' });
});
