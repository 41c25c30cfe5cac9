import { count } from '../wording/number.ts';
import type { ForecastSaid } from './forecast-said.ts';
import { words } from './words.ts';

/** `3 to 8 breaches expected in the next 4 h`, in one sentence. */
export function forecastWords(said: ForecastSaid): string {
  if (said.kind === 'none') return words.expectedNone;
  if (said.kind === 'too-few') return words.expectedUnknown;
  const { low, high } = said;
  return low === high ? words.expected(count(high), high) : words.expectedRange(count(low), count(high), high);
}
