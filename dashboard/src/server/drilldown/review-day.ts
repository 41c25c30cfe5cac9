import { isoOfDay, type Partner } from '@belfry/processor/contract';

const DAY_MS = 86_400_000;

/** The next day of the month on which a partner is reviewed, today included; its last day where it has no such day. */
export function nextReview({ reviewDay }: Pick<Partner, 'reviewDay'>, today: number): string {
  const date = new Date(today * DAY_MS);
  const inMonth = (month: number): number => {
    const days = Date.UTC(date.getUTCFullYear(), month + 1, 0) / DAY_MS;
    const first = Date.UTC(date.getUTCFullYear(), month, 1) / DAY_MS;
    return Math.min(first + reviewDay - 1, days);
  };
  const thisMonth = inMonth(date.getUTCMonth());
  return isoOfDay(thisMonth >= today ? thisMonth : inMonth(date.getUTCMonth() + 1));
}
