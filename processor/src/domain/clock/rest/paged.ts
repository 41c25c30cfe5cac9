/**
 * Lists of numbers that grow page by page: no single step copies millions, and the garbage collector does not look into
 * them. A place that was never set holds 0.
 */

const PAGE_BITS = 12;
const PAGE = 1 << PAGE_BITS;
const WITHIN = PAGE - 1;

/** Whole numbers of 32 bits, without a sign. */
export class PagedInts {
  private readonly pages: Uint32Array[] = [];

  get(at: number): number {
    const page = this.pages[at >>> PAGE_BITS];
    return page === undefined ? 0 : page[at & WITHIN]!;
  }

  set(at: number, value: number): void {
    const { pages } = this;
    while (pages.length <= at >>> PAGE_BITS) pages.push(new Uint32Array(PAGE));
    pages[at >>> PAGE_BITS]![at & WITHIN] = value;
  }
}

/** Any numbers, Infinity too. */
export class PagedNumbers {
  private readonly pages: Float64Array[] = [];

  get(at: number): number {
    const page = this.pages[at >>> PAGE_BITS];
    return page === undefined ? 0 : page[at & WITHIN]!;
  }

  set(at: number, value: number): void {
    const { pages } = this;
    while (pages.length <= at >>> PAGE_BITS) pages.push(new Float64Array(PAGE));
    pages[at >>> PAGE_BITS]![at & WITHIN] = value;
  }
}
