import type { PartnerLine, Picture, Tile } from '../../contract/index.ts';
import { pinnedPage } from './pinned-page.ts';

/** How a wall turns: how much finds room at a time, and for how long it stands, ms; 0: it does not turn. */
export interface Turning {
  readonly room: number;
  readonly turnMs: number;
}

/** The tiles to show now, of however many there are; they turn as the partners do, and nothing pins them. */
export function tilesAt(tiles: readonly Tile[], now: number, turning: Turning): readonly Tile[] {
  const page = pageAt(now, pagesOf(tiles.length, turning), turning);
  return tiles.slice(page * turning.room, (page + 1) * turning.room);
}

export interface PartnerPage {
  readonly partners: readonly PartnerLine[];
  readonly page: number;
  readonly pages: number;
}

/**
 * The partners to show now: every wall of one server that is set alike turns its pages at the same instants, since the time
 * alone decides, and none ever stops by itself. What is new and grave pins its page.
 */
export function partnerPage(picture: Picture, now: number, turning: Turning): PartnerPage {
  const pages = pagesOf(picture.partners.length, turning);
  const page = pinnedPage(picture, now, turning.room) ?? pageAt(now, pages, turning);
  return { partners: picture.partners.slice(page * turning.room, (page + 1) * turning.room), page, pages };
}

const pagesOf = (items: number, { room }: Turning): number => Math.max(1, Math.ceil(items / room));

const pageAt = (now: number, pages: number, { turnMs }: Turning): number =>
  turnMs === 0 ? 0 : Math.floor(now / turnMs) % pages;
