import { typeScale } from './type-scale.ts';

/** Sizes of the tokens (`style/tokens.css`), rem. */
const MARGINS = 2 * 2.4;
const GAP = 1.6;
const [BAR, VERDICT, TILE, STRIP, CELL] = [7.2, 12, 20, 7.2, 11.4];
/** The column of incidents beside the partners, and the least that a partner and a tile are read in, rem. */
const INCIDENTS = 60.8;
const [PARTNER_WIDE, TILE_WIDE] = [40, 44];
/** Below it the verdict, the bar and the strip take two rows each, and incidents stand above the partners. */
const WIDE = 145;
/** Below it the verdict's words do not find room beside each other in every language, rem. */
const ROOMY = 180;
const [TILES, ROWS] = [4, 4];
/** The type shrinks by so much at a time, until all partners find room. */
const STEP = 0.05;

export interface Display {
  /** Of the page, CSS px. */
  readonly width: number;
  readonly height: number;
  /** Of the farthest reader, metres; and the display's diagonal, inches. */
  readonly distance: number;
  readonly inches: number;
}

export interface WallLayout {
  /** px. */
  readonly rem: number;
  /** Hung upright, or next to a square. */
  readonly upright: boolean;
  /** Whether the words of the verdict need smaller letters to stand beside each other. */
  readonly tight: boolean;
  /** Side by side, and in how many rows. */
  readonly tiles: number;
  readonly tileRows: number;
  readonly columns: number;
  readonly rows: number;
  /** Rows of incidents. */
  readonly incidents: number;
}

/**
 * What finds room on a display, at the size that its farthest reader needs. Type smaller than drawn is no end in itself: a
 * display that is read from near shrinks it only as far as that brings more partners onto one page.
 *
 * @param shown how many partners and tiles there are to show
 */
export function wallLayout(display: Display, shown: { partners: number; tiles: number }): WallLayout {
  const needed = typeScale(display.distance, display.inches);
  let scale = Math.max(1, needed);
  let layout = layoutAt(display, scale, shown.tiles);
  while (scale > needed && layout.columns * layout.rows < shown.partners) {
    scale = Math.max(needed, scale - STEP);
    layout = layoutAt(display, scale, shown.tiles);
  }
  return layout;
}

function layoutAt({ width, height }: Display, scale: number, tilesToShow: number): WallLayout {
  const upright = height > width;
  const rem = Math.min(width / (upright ? 108 : 192), height / (upright ? 192 : 108)) * scale;
  const [across, down] = [width / rem - MARGINS, height / rem - MARGINS];
  const tiles = Math.min(TILES, fit(across, TILE_WIDE));
  if (across >= WIDE) {
    const rows = fit(down - BAR - VERDICT - TILE - STRIP - 4 * GAP, CELL);
    const columns = fit(across - INCIDENTS - GAP, PARTNER_WIDE);
    return { rem, upright: false, tight: across < ROOMY, tiles, tileRows: 1, columns, rows, incidents: rows };
  }
  // A row of tiles stays where there are none yet: it would move all that is below when the first comes.
  const tileRows = Math.max(1, Math.ceil(Math.min(TILES, tilesToShow) / tiles));
  const above = 2 * (BAR + VERDICT + STRIP) + 3 * GAP + tileRows * (TILE + GAP) - GAP;
  const rows = fit(down - above - 4 * GAP, CELL);
  const incidents = Math.min(ROWS, Math.ceil(rows / 2));
  return {
    rem,
    upright: true,
    tight: false,
    tiles,
    tileRows,
    columns: fit(across, PARTNER_WIDE),
    rows: Math.max(1, rows - incidents),
    incidents,
  };
}

/** How many of a size stand side by side, with gaps between; one at least. */
const fit = (room: number, size: number): number => Math.max(1, Math.floor((room + GAP + 0.01) / (size + GAP)));
