import { linkOfOurs } from '../state/link-of-ours.ts';
import type { Address } from '../state/page-location.svelte.ts';

/** `/incidents` and those beside it; of one incident also which. */
export type PeoplePage =
  | { readonly name: 'incidents' | 'silences' | 'hooks' | 'audit' }
  | { readonly name: 'incident'; readonly id: string };

const LISTS = ['incidents', 'silences', 'hooks', 'audit'] as const;

/** null: none of these pages. */
export function pageAt(path: string): PeoplePage | null {
  const list = LISTS.find((name) => path === `/${name}`);
  if (list) return { name: list };
  const id = /^\/incident\/([^/]+)$/.exec(path)?.[1];
  return id === undefined ? null : { name: 'incident', id: decoded(id) };
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** What the page shows, as its URL says it. Everything that the reader chooses goes through the URL and back. */
export class Place {
  path: string = $state('');
  query: URLSearchParams = $state.raw(new URLSearchParams());
  private readonly address: Address;

  constructor(address: Address) {
    this.address = address;
    this.look();
    address.moved(() => this.look());
  }

  get page(): PeoplePage {
    return pageAt(this.path) ?? { name: 'incidents' };
  }

  /** The zone that instants are shown in. */
  get zone(): string {
    const zone = this.query.get('tz');
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone === null) return own;
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return zone;
    } catch {
      return own;
    }
  }

  get(name: string): string {
    return this.query.get(name) ?? '';
  }

  /** This page with something else chosen; what is empty is not written. */
  href(change: Readonly<Record<string, string | null>>): string {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(change)) {
      if (value === null || value === '') query.delete(name);
      else query.set(name, value);
    }
    return query.size === 0 ? this.path : `${this.path}?${query}`;
  }

  go(change: Readonly<Record<string, string | null>>): void {
    this.follow(this.href(change));
  }

  clicked = (event: MouseEvent): void => {
    const href = linkOfOurs(event, (path) => pageAt(path) !== null);
    if (href !== null) this.follow(href);
  };

  private follow(href: string): void {
    const { path, search } = this.address.read();
    if (href !== path + search) this.address.push(href);
    this.look();
  }

  private look(): void {
    const { path, search } = this.address.read();
    this.path = path;
    this.query = new URLSearchParams(search);
  }
}
