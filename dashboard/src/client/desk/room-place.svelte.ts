import { linkOfOurs } from '../state/link-of-ours.ts';
import type { Address } from '../state/page-location.svelte.ts';

/** What a room shows, as its URL says it. Everything that the reader chooses goes through the URL and back. */
export class RoomPlace {
  path: string = $state('');
  query: URLSearchParams = $state.raw(new URLSearchParams());
  private readonly address: Address;
  private readonly isOurs: (path: string) => boolean;

  /** @param isOurs which paths the room shows itself, without another load. */
  constructor(address: Address, isOurs: (path: string) => boolean) {
    this.address = address;
    this.isOurs = isOurs;
    this.look();
    address.moved(() => this.look());
  }

  get(name: string): string {
    return this.query.get(name) ?? '';
  }

  /** The zone that the reader asked for, else the one given. What is no zone counts as not asked. */
  zoneOr(zone: string): string {
    const asked = this.get('tz');
    if (asked === '') return zone;
    try {
      new Intl.DateTimeFormat('en', { timeZone: asked });
      return asked;
    } catch {
      return zone;
    }
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
    const href = linkOfOurs(event, this.isOurs);
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

/** The zone of the reader's own machine. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
