import type { PartnerLine, Picture, Tile } from '../../contract/index.ts';

export const ROWS = 4;
const PER_PAGE = 12;
const PAGE_MS = 20_000;
/** A breach brings back the page of the worst partners, where its own now is, for so long. */
const PINNED_MS = 60_000;

const TILES = 4;

/** The four tiles to show now, of however many there are; they turn as the partners do, and nothing pins them. */
export function tilesAt(tiles: readonly Tile[], now: number): readonly Tile[] {
  const pages = Math.max(1, Math.ceil(tiles.length / TILES));
  const page = Math.floor(now / PAGE_MS) % pages;
  return tiles.slice(page * TILES, (page + 1) * TILES);
}

export interface PartnerPage {
  readonly partners: readonly PartnerLine[];
  readonly page: number;
  readonly pages: number;
}

/**
 * The partners to show now: every wall of one server turns its pages at the same instants, since the time alone decides,
 * and none ever stops. A fresh breach pins the first page.
 */
export function partnerPage(picture: Picture, now: number): PartnerPage {
  const pages = Math.max(1, Math.ceil(picture.partners.length / PER_PAGE));
  const { lastBreach, breached } = picture.verdict;
  const pinned = breached > 0 && lastBreach !== null && now - lastBreach < PINNED_MS;
  const page = pinned ? 0 : Math.floor(now / PAGE_MS) % pages;
  return { partners: picture.partners.slice(page * PER_PAGE, (page + 1) * PER_PAGE), page, pages };
}
