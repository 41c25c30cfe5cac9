import { linkOfOurs } from './link-of-ours.ts';
import { isPartnerPath, type PageState, pageHref, readPage } from './page-url.ts';

/** Where the URL is kept: the browser's, or the memory of a story that has no server behind it. */
export interface Address {
  read(): { readonly path: string; readonly search: string };
  push(href: string): void;
  /** Calls when the reader goes back or forward. */
  moved(call: () => void): void;
}

export const browserAddress: Address = {
  read: () => ({ path: location.pathname, search: location.search }),
  push(href) {
    const path = location.pathname;
    history.pushState(null, '', href);
    // Another page begins at its top; going back, the browser knows where the reader was.
    if (location.pathname !== path) scrollTo(0, 0);
  },
  moved: (call) => addEventListener('popstate', call),
};

/** @param href where it begins. */
export function memoryAddress(href: string): Address {
  let now = new URL(href, 'http://memory');
  return {
    read: () => ({ path: now.pathname, search: now.search }),
    push: (next) => {
      now = new URL(next, now);
    },
    moved: () => {},
  };
}

/** The page's state as the URL says it. Everything that the reader chooses goes through the URL and back. */
export class PageLocation {
  state: PageState = $state.raw() as PageState;
  private readonly address: Address;

  constructor(address: Address) {
    this.address = address;
    this.look();
    address.moved(() => this.look());
  }

  /** The URL of this state with something else chosen. */
  href = (change: Partial<PageState>): string => pageHref({ ...this.state, ...change });

  go(change: Partial<PageState>): void {
    this.follow(this.href(change));
  }

  /** Choices are links, so that they can be opened in a tab and copied. */
  clicked = (event: MouseEvent): void => {
    const href = linkOfOurs(event, isPartnerPath);
    if (href !== null) this.follow(href);
  };

  private follow(href: string): void {
    const { path, search } = this.address.read();
    if (href !== path + search) this.address.push(href);
    this.look();
  }

  private look(): void {
    const { path, search } = this.address.read();
    this.state = readPage(path, search);
  }
}
