import type { OrderRow, OrdersAnswer } from '../../contract/kpi-api.ts';
import { Answer } from '../desk/answer.svelte.ts';
import type { KpiApi, KpiQuestion } from './kpi-api.ts';

const PAGE = 50;

/** The orders behind a number, page upon page: each begins where the one before it ended. */
export class OrderPages {
  private readonly api: KpiApi;
  private readonly first = new Answer<OrdersAnswer>();
  private readonly following = new Answer<OrdersAnswer>();
  private more: readonly OrdersAnswer[] = $state.raw([]);
  private question: KpiQuestion = {};

  constructor(api: KpiApi) {
    this.api = api;
  }

  readonly rows: readonly OrderRow[] = $derived(
    this.first.value === null ? [] : [this.first.value, ...this.more].flatMap(({ rows }) => rows),
  );
  readonly total: number | null = $derived(this.first.value?.total ?? null);
  readonly next: string | null = $derived((this.more.at(-1) ?? this.first.value)?.next ?? null);
  readonly loading: boolean = $derived(this.first.loading || this.following.loading);
  /** Another question was asked than the one whose rows are shown. */
  readonly changing: boolean = $derived(this.first.loading);
  readonly trouble = $derived(this.first.trouble ?? this.following.trouble);
  readonly readAt: number | null = $derived(this.first.readAt);
  /** Whether the reader has gone beyond the first page: then rows must not change under the eyes. */
  readonly deep: boolean = $derived(this.more.length > 0);

  async begin(question: KpiQuestion): Promise<void> {
    this.question = question;
    this.following.stop();
    this.following.trouble = null;
    await this.first.ask(JSON.stringify(question), async (signal) => {
      const page = await this.api.orders({ ...question, limit: PAGE }, signal);
      this.more = [];
      return page;
    });
  }

  async nextPage(): Promise<void> {
    const after = this.next;
    if (after === null || this.loading) return;
    await this.following.ask(after, async (signal) => {
      const page = await this.api.orders({ ...this.question, after, limit: PAGE }, signal);
      if (!signal.aborted) this.more = [...this.more, page];
      return page;
    });
  }

  /** What failed is asked again. */
  again(): void {
    void (this.first.trouble ? this.begin(this.question) : this.nextPage());
  }
}
