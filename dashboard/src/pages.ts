/** A page that people open: what it is built from, and where it is served. */
export interface PageEntry {
  /** The file beside `vite.config.ts` that loads its script. */
  readonly file: string;
  /** The paths that show it, as Hono writes them. What of itself it shows, the page reads from its URL. */
  readonly paths: readonly string[];
  /** How much script it may load, gzipped, kB: all chunks together, those that are loaded later too. */
  readonly kilobytes: number;
}

/** All pages that are built. A new one is a line here, and one for each of its paths in `access/src/domain/rules.ts`. */
export const PAGES: readonly PageEntry[] = [
  { file: 'index.html', paths: ['/'], kilobytes: 90 },
  { file: 'phone.html', paths: ['/phone'], kilobytes: 70 },
  { file: 'partner.html', paths: ['/partners', '/partner/:partner'], kilobytes: 90 },
  { file: 'people.html', paths: ['/incidents', '/incident/:id', '/silences', '/hooks', '/audit'], kilobytes: 90 },
  { file: 'parts.html', paths: ['/parts'], kilobytes: 60 },
  { file: 'subject.html', paths: ['/subject/:kind/:id{.+}'], kilobytes: 70 },
];
