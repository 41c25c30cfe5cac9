/**
 * An order with several sellers is one subject per seller (events.md): what one seller does must not stop another's
 * clock. Ingest remembers no orders, so the event itself must say whose it is: by `lines[].seller`, or by `sellers`,
 * all of the order's, where its lines are missing or are only some.
 */
export interface SellersPart {
  readonly seller: string;
  /** The lines of this seller; undefined if the event has no lines. */
  readonly lines: readonly unknown[] | undefined;
}

interface Line {
  readonly seller?: unknown;
}

/**
 * @returns the parts to split into; one part without `split` when the lines name a single seller, whose event keeps
 * its subject; none when no seller is named.
 */
export function sellersParts(data: Readonly<Record<string, unknown>>): { split: boolean; parts: SellersPart[] } {
  const lines = Array.isArray(data.lines) ? (data.lines as Line[]) : undefined;
  const listed = Array.isArray(data.sellers) ? data.sellers.filter((s): s is string => typeof s === 'string') : [];
  const ofLines = (lines ?? []).map((line) => line.seller).filter((s): s is string => typeof s === 'string');
  const everyone = new Set([...listed, ...ofLines]);
  // Lines say whom this event concerns; without any it concerns all of them.
  const concerned = ofLines.length > 0 ? new Set(ofLines) : everyone;
  const parts = [...concerned].map((seller) => ({
    seller,
    // A line without a seller (shipping costs, for instance) belongs to every part.
    lines: lines?.filter((line) => line.seller === undefined || line.seller === seller),
  }));
  return { split: everyone.size > 1, parts };
}
