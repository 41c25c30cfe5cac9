import { ownZone, RoomPlace } from '../desk/room-place.svelte.ts';
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

/** What these pages show, as their URL says it. */
export class Place extends RoomPlace {
  constructor(address: Address) {
    super(address, (path) => pageAt(path) !== null);
  }

  get page(): PeoplePage {
    return pageAt(this.path) ?? { name: 'incidents' };
  }

  /** The zone that instants are shown in. */
  get zone(): string {
    return this.zoneOr(ownZone());
  }
}
