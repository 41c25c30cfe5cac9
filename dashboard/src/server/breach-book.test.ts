import type { ClockSignal, ClockSignalKind } from '@belfry/processor/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byNewest } from '../contract/index.ts';
import { BreachBook, clockId, type StoredBreach } from './breach-book.ts';
import { SHOWN } from './newest.ts';

interface Told {
  readonly subject: string;
  readonly kind: ClockSignalKind;
  readonly offset: number;
  readonly due?: number;
  readonly quiet?: boolean;
  readonly partner?: string;
}

const signal = ({ subject, kind, offset, due = 1_000, quiet = false, partner = 'noor' }: Told): ClockSignal => ({
  id: `${subject}-${kind}-${offset}`,
  kind,
  subject,
  promise: 'mall/ship',
  title: 'Ship confirmation',
  cycle: 0,
  step: 'deadline',
  revision: 0,
  partner,
  market: 'sa',
  carrier: '',
  channel: '',
  team: '',
  level: '',
  role: '',
  responsibility: '',
  tell: [],
  start: 0,
  due,
  stop: null,
  at: due,
  horizon: due,
  reason: '',
  quiet,
  policy: 0,
  row: '',
  lane: 0,
  offset,
  k: 0,
});

const row = (subject: string, offset: number, due = 1_000): StoredBreach => ({
  id: clockId({ subject, promise: 'mall/ship', cycle: 0 }),
  subject,
  promise: 'mall/ship',
  title: '',
  row: '',
  partner: 'noor',
  team: '',
  due,
  quiet: false,
  lane: 0,
  offset,
});

const reconcile = (book: BreachBook, stored: number, rows: readonly StoredBreach[]): void => {
  const comparison = book.reconcile(new Map([[0, stored]]));
  for (const one of rows) comparison.row(one);
  comparison.end();
};

const shown = (book: BreachBook): string[] => book.top().map(({ subject }) => subject);

describe('open breaches told by the log', () => {
  it('open with a breach and close with a stop that came late', () => {
    const book = new BreachBook();
    book.tell(signal({ subject: 'order/1', kind: 'breached', offset: 5 }));
    expect(shown(book)).toEqual(['order/1']);
    book.tell(signal({ subject: 'order/1', kind: 'met-late', offset: 9 }));
    expect(book.rang).toBe(0);
  });

  it('count once though the record is read twice, and in either order', () => {
    const book = new BreachBook();
    const late = signal({ subject: 'order/1', kind: 'retracted', offset: 9 });
    expect(book.tell(late)).toBe(true);
    expect(book.tell(signal({ subject: 'order/1', kind: 'breached', offset: 5 }))).toBe(false);
    expect(book.tell(late)).toBe(false);
    expect(book.rang).toBe(0);
  });

  it('are listed newest deadline first, history apart', () => {
    const book = new BreachBook();
    for (let n = 0; n < 30; n++) book.tell(signal({ subject: `order/${n}`, kind: 'breached', offset: n, due: n * 10 }));
    book.tell(signal({ subject: 'order/old', kind: 'breached', offset: 40, due: 999, quiet: true }));
    expect(shown(book)).toEqual(Array.from({ length: SHOWN }, (_, n) => `order/${29 - n}`));
    expect([book.rang, book.quiet, book.lastBreach, book.openOf('noor')]).toEqual([30, 1, 290, 30]);
  });

  it('show the newest whatever opens and closes', () => {
    const step = fc.record({ n: fc.nat(400), due: fc.nat(60), opens: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
        const book = new BreachBook();
        const open = new Map<string, number>();
        steps.forEach(({ n, due, opens }, offset) => {
          const subject = `order/${n}`;
          book.tell(signal({ subject, kind: opens ? 'breached' : 'retracted', offset, due }));
          if (opens) open.set(subject, due);
          else open.delete(subject);
          if (offset % 7 === 0) book.top();
        });
        const expected = [...open].map(([subject, due]) => ({
          id: clockId({ subject, promise: 'mall/ship', cycle: 0 }),
          due,
        }));
        expect(book.top().map(({ id }) => id)).toEqual(
          expected
            .sort(byNewest)
            .slice(0, SHOWN)
            .map(({ id }) => id),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('open breaches compared with the table', () => {
  it('come back after a restart from the table alone', () => {
    const book = new BreachBook();
    reconcile(book, 100, [row('order/1', 7)]);
    expect(shown(book)).toEqual(['order/1']);
  });

  it('stay although the table does not know them yet', () => {
    const book = new BreachBook();
    book.tell(signal({ subject: 'order/1', kind: 'breached', offset: 120 }));
    reconcile(book, 100, []);
    expect(shown(book)).toEqual(['order/1']);
  });

  it('do not come back from a table that is behind', () => {
    const book = new BreachBook();
    book.tell(signal({ subject: 'order/1', kind: 'met-late', offset: 120 }));
    reconcile(book, 100, [row('order/1', 90)]);
    expect(book.rang).toBe(0);
  });

  it('go when the table has passed them and holds them no more', () => {
    const book = new BreachBook();
    book.tell(signal({ subject: 'order/1', kind: 'breached', offset: 50 }));
    reconcile(book, 100, []);
    expect(book.rang).toBe(0);
  });

  it('keep the title that the log told', () => {
    const book = new BreachBook();
    book.tell(signal({ subject: 'order/1', kind: 'breached', offset: 5 }));
    reconcile(book, 100, [row('order/1', 8)]);
    expect(book.top()[0]?.title).toBe('Ship confirmation');
  });

  it('are open again when the clock was reopened, which no signal says', () => {
    const book = new BreachBook();
    book.tell(signal({ subject: 'order/1', kind: 'breached', offset: 5 }));
    book.tell(signal({ subject: 'order/1', kind: 'met-late', offset: 9 }));
    expect(book.learn(row('order/1', 7))).toBe(false);
    expect(shown(book)).toEqual([]);
    expect(book.learn(row('order/1', 12))).toBe(true);
    expect(shown(book)).toEqual(['order/1']);
    expect(book.learn(row('order/1', 13))).toBe(false);
  });

  it('agree with the log alone wherever the comparisons fall', () => {
    const kinds = fc.constantFrom<ClockSignalKind>('breached', 'met-late', 'retracted', 'at-risk');
    const story = fc.array(fc.record({ subject: fc.constantFrom('order/1', 'order/2', 'order/3'), kind: kinds }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(story, fc.array(fc.nat(30), { maxLength: 4 }), fc.nat(10), (told, comparisons, lag) => {
        const alone = new BreachBook();
        const both = new BreachBook();
        /** The table as it stands when everything before `stored` is in it. */
        const table = (stored: number): StoredBreach[] => {
          const rows = new Map<string, StoredBreach | null>();
          told.slice(0, stored).forEach(({ subject, kind }, offset) => {
            if (kind === 'breached') rows.set(subject, row(subject, offset));
            else if (kind !== 'at-risk') rows.set(subject, null);
          });
          return [...rows.values()].filter((one) => one !== null);
        };
        told.forEach(({ subject, kind }, offset) => {
          if (comparisons.includes(offset)) {
            const stored = Math.max(0, offset - lag);
            reconcile(both, stored, table(stored));
          }
          alone.tell(signal({ subject, kind, offset }));
          both.tell(signal({ subject, kind, offset }));
        });
        expect(shown(both).sort()).toEqual(shown(alone).sort());
        expect(both.rang).toBe(alone.rang);
      }),
    );
  });
});
