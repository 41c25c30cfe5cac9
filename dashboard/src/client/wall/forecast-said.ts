import type { PictureForecast } from '../../contract/index.ts';

/** What is said of the breaches to come in the next four hours. */
export type ForecastSaid =
  | { readonly kind: 'none' }
  | { readonly kind: 'too-few' }
  | { readonly kind: 'range'; readonly low: number; readonly high: number };

/**
 * What a forecast is worth saying. Nothing before it is worked out, or while no clock runs out in those hours: then there
 * is nothing to expect, which is not the same as expecting that all is kept.
 */
export function forecastSaid(forecast: PictureForecast | null): ForecastSaid | null {
  if (forecast === null || forecast.fourHours.clocks === 0) return null;
  const { breaches } = forecast.fourHours;
  if (breaches === null) return { kind: 'too-few' };
  return breaches.high === 0 ? { kind: 'none' } : { kind: 'range', low: breaches.low, high: breaches.high };
}
