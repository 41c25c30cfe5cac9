import type { Sql } from '@belfry/sql';
import type { Forecast, PictureForecast } from '../../contract/index.ts';
import { type DueClocks, expectedOf } from './expected.ts';
import { LikeClocks } from './like-clocks.ts';
import { dueClocks, likeCounts } from './stored-clocks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How far back like clocks began that are looked at, and how far ahead is looked. */
const LOOK_BACK_DAYS = 28;
const HOURS_AHEAD = 8;
/** The pace of clocks changes slowly; how many of them run does not. */
const PACE_FOR_MS = 10 * 60_000;

/** Works out forecasts, and keeps the pace of clocks for some minutes, once enough of them are known. */
export class Forecaster {
  private readonly sql: Sql;
  private readonly generation: number;
  private pace: { readonly at: number; readonly like: LikeClocks } | undefined;

  constructor(sql: Sql, generation: number) {
    this.sql = sql;
    this.generation = generation;
  }

  /** @param now ms UTC. @throws SqlError if the tables do not answer. */
  async at(now: number): Promise<Forecast> {
    const from = now - LOOK_BACK_DAYS * DAY;
    if (this.pace === undefined || now - this.pace.at >= PACE_FOR_MS || now < this.pace.at) {
      this.pace = { at: now, like: new LikeClocks(await likeCounts(this.sql, this.generation, now, from)) };
    }
    const due = await dueClocks(this.sql, this.generation, now, now + HOURS_AHEAD * HOUR);
    const forecast = forecastOf(due, this.pace.like, now, from);
    // Where too few were known there may soon be more: history is still being read, or Belfry is new here.
    if (forecast.fourHours.breaches === null) this.pace = undefined;
    return forecast;
  }
}

/** What is to be expected of the clocks that run now, hour by hour. Pure. */
export function forecastOf(due: readonly DueClocks[], like: LikeClocks, now: number, from: number): Forecast {
  const within = (after: number, until: number) =>
    expectedOf(
      due.filter((group) => group.until > now + after * HOUR && group.until <= now + until * HOUR),
      like,
    );
  const hours = Array.from({ length: HOURS_AHEAD }, (_, n) => {
    return { from: now + n * HOUR, to: now + (n + 1) * HOUR, ...within(n, n + 1) };
  });
  return { asOf: now, from, hours, hour: within(0, 1), fourHours: within(0, 4) };
}

export const inPicture = ({ hour, fourHours }: PictureForecast): PictureForecast => ({ hour, fourHours });
