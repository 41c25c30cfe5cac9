import { DEFAULT_SILENCE, type SourceRule } from '../../source/silence-rule.ts';
import type { Report } from '../problem.ts';
import type { PackSource } from '../schema/pack-schema.ts';
import { parseDuration } from './duration.ts';

/** Lanes cannot tell of a source oftener than this would ask for, ms. */
const LEAST_MS = 5_000;

/** Reads when sources count as silent. */
export function readSources(sources: NonNullable<PackSource['sources']>, report: Report): SourceRule[] {
  return Object.entries(sources).map(([source, { silence }]): SourceRule => {
    if (silence === 'never') return { source, least: null, factor: DEFAULT_SILENCE.factor };
    const { least: told, factor = DEFAULT_SILENCE.factor } = silence;
    const least = told === undefined ? DEFAULT_SILENCE.least : parseDuration(told);
    if (least === undefined || least < LEAST_MS) {
      const message = `"${told}" is no duration of 5 seconds or more.`;
      report(['sources', source, 'silence', 'least'], message, 'a duration such as `10 minutes` or `20 s`');
      return { source, ...DEFAULT_SILENCE };
    }
    return { source, least, factor };
  });
}
