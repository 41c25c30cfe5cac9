import type { IncidentLine, Picture } from '../../contract/index.ts';

/** For so long, ms. */
const PINNED_MS = 60_000;

/**
 * The page of partners that stays in sight at an instant, since something grave is new there; null: pages turn. Of several new
 * critical incidents the newest counts. One that no single partner has to do with pins the page of the worst, and so does
 * a breach before its incident is told. What grows is not new: an incident that gets an item a minute stops nothing for ever.
 *
 * @param room how many partners a page holds.
 */
export function pinnedPage(picture: Picture, now: number, room: number): number | null {
  const { incidents, partners, verdict } = picture;
  if (incidents.length === 0) {
    const { breached, lastBreach } = verdict;
    return breached > 0 && lastBreach !== null && now - lastBreach < PINNED_MS ? 0 : null;
  }
  const [newest] = incidents
    .filter((one) => one.severity === 'critical' && one.acknowledged === null && now - cameAt(one) < PINNED_MS)
    .sort((a, b) => cameAt(b) - cameAt(a));
  if (newest === undefined) return null;
  const place = partners.findIndex(({ id }) => id === newest.partner);
  return place === -1 ? 0 : Math.floor(place / room);
}

/** When there was one: its first missed deadline; one that was told late and is alone is as new as its telling. */
const cameAt = ({ total, since, newest }: IncidentLine): number => (total <= 1 ? newest : since);
