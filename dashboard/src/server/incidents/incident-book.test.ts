import type { Incident } from '@belfry/processor/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acknowledgedBy, anIncident, resolvedAt } from '../../../../test/support/an-incident.ts';
import { byGravest } from '../../contract/index.ts';
import { INCIDENTS_SHOWN, IncidentBook } from './incident-book.ts';

const reconcile = (book: IncidentBook, stored: number, rows: readonly Incident[]): void => {
  const comparison = book.reconcile(stored);
  for (const row of rows) comparison.row(row);
  comparison.end();
};
const shown = (book: IncidentBook): string[] => book.top().map(({ id }) => id);

describe('incidents told by the log', () => {
  it('stand until they are resolved, counted apart while nobody has them', () => {
    const book = new IncidentBook();
    book.tell(anIncident({ offset: 4 }));
    expect([book.count, book.unacknowledged]).toEqual([1, 1]);
    book.tell(acknowledgedBy('Lena', { offset: 7 }));
    expect([book.count, book.unacknowledged]).toEqual([1, 0]);
    expect(book.top()[0]).toMatchObject({ acknowledged: { who: 'Lena', at: 3_000, until: 1_803_000 } });
    book.tell(resolvedAt(9_000, { offset: 9 }));
    expect([book.count, book.unacknowledged]).toEqual([0, 0]);
  });

  it('are counted again, with the name, when an acknowledgement has expired', () => {
    const book = new IncidentBook();
    const { acknowledged } = acknowledgedBy('Lena');
    book.tell(anIncident({ offset: 9, expired: acknowledged }));
    expect([book.unacknowledged, book.top()[0]!.expired]).toEqual([1, 'Lena']);
  });

  it('are told once though the record is read twice, and in either order', () => {
    const book = new IncidentBook();
    const late = resolvedAt(9_000, { offset: 9 });
    expect(book.tell(late)).toBe(true);
    expect(book.tell(anIncident({ offset: 4 }))).toBe(false);
    expect(book.tell(late)).toBe(false);
    expect(book.count).toBe(0);
  });

  it('show what nobody has taken on first, then the graver, then the newer', () => {
    const book = new IncidentBook();
    const tell = [
      acknowledgedBy('Lena', { id: 'inc_taken', newest: 9_000 }),
      anIncident({ id: 'inc_warning', severity: 'warning', newest: 8_000 }),
      anIncident({ id: 'inc_old', newest: 3_000 }),
      anIncident({ id: 'inc_new', newest: 7_000 }),
    ];
    for (const [offset, incident] of tell.entries()) book.tell({ ...incident, offset });
    expect(shown(book)).toEqual(['inc_new', 'inc_old', 'inc_warning', 'inc_taken']);
  });

  it('are shown a few and counted all', () => {
    const book = new IncidentBook();
    for (let n = 0; n < 300; n++) book.tell(anIncident({ id: `inc_${n}`, offset: n, newest: n }));
    expect(shown(book)).toEqual(Array.from({ length: INCIDENTS_SHOWN }, (_, n) => `inc_${299 - n}`));
    expect(book.count).toBe(300);
  });
});

describe('incidents compared with the table', () => {
  it('come back after a restart from the table alone', () => {
    const book = new IncidentBook();
    reconcile(book, 100, [anIncident({ offset: 7 })]);
    expect(shown(book)).toEqual(['inc_1']);
  });

  it('stay although the table does not know them yet', () => {
    const book = new IncidentBook();
    book.tell(anIncident({ offset: 120 }));
    reconcile(book, 100, []);
    expect(shown(book)).toEqual(['inc_1']);
  });

  it('do not come back from a table that is behind', () => {
    const book = new IncidentBook();
    book.tell(resolvedAt(9_000, { offset: 120 }));
    reconcile(book, 100, [anIncident({ offset: 90 })]);
    expect(book.count).toBe(0);
  });

  it('go when the table has passed them and holds them no more', () => {
    const book = new IncidentBook();
    book.tell(anIncident({ offset: 50 }));
    reconcile(book, 100, []);
    expect(book.count).toBe(0);
  });

  it('do not come back when the log is read again from further back', () => {
    const book = new IncidentBook();
    reconcile(book, 100, []);
    expect(book.tell(anIncident({ offset: 50 }))).toBe(false);
    expect(book.count).toBe(0);
  });
});

/** Offsets of one log: a record of it may change several incidents, and each of them is told once for it. */
const history = fc
  .array(fc.record({ n: fc.nat(5), step: fc.nat(2), state: fc.nat(3), newest: fc.nat(3) }), { maxLength: 24 })
  .map((changes) => {
    const told: Incident[] = [];
    const resolved = new Set<string>();
    let offset = 0;
    for (const { n, step, state, newest } of changes) {
      offset += step;
      const over = { id: `inc_${n}`, offset, newest };
      if (resolved.has(over.id) || told.some((one) => one.id === over.id && one.offset === offset)) continue;
      if (state === 0) resolved.add(over.id);
      if (state === 0) told.push(resolvedAt(newest, over));
      else told.push(state === 1 ? acknowledgedBy('Lena', over) : anIncident(over));
    }
    return told;
  });

const newestEach = (told: readonly Incident[]): Incident[] => [
  ...new Map([...told].sort((a, b) => a.offset - b.offset).map((one) => [one.id, one])).values(),
];
const unresolved = (told: readonly Incident[]) => newestEach(told).filter(({ state }) => state !== 'resolved');

describe('whatever is told, twice, late, or by the other teller', () => {
  /** Where the table's position stands, and how much further its rows are. */
  const comparison = fc.record({ stored: fc.nat(50), ahead: fc.nat(4) });
  const teller = fc.oneof(fc.record({ record: fc.nat(23) }), comparison);

  it('ends in the picture of the newest record of each incident', () => {
    fc.assert(
      fc.property(
        history.chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length }))),
        fc.array(teller, { maxLength: 40 }),
        fc.infiniteStream(fc.boolean()),
        fc.boolean(),
        ([told, shuffled], others, mix, endsWithTable) => {
          const book = new IncidentBook();
          const end = (told.at(-1)?.offset ?? 0) + 1;
          const compare = (stored: number, ahead: number): void => {
            const upTo = Math.min(stored, end);
            const rows = unresolved(told.filter(({ offset }) => offset < upTo + ahead));
            reconcile(book, upTo, rows);
          };
          // What brings the end is either every record, at least once, or a table that holds all of them.
          const needed = endsWithTable ? [] : [...shuffled];
          const alsoTold = [...others];
          while (needed.length + alsoTold.length > 0) {
            const fromNeeded = alsoTold.length === 0 || (needed.length > 0 && mix.next().value === true);
            const next = (fromNeeded ? needed.shift() : alsoTold.shift())!;
            if ('stored' in next) compare(next.stored, next.ahead);
            else if ('id' in next) book.tell(next);
            else if (told[next.record]) book.tell(told[next.record]!);
          }
          if (endsWithTable) compare(end, 0);
          const expected = unresolved(told);
          expect(shown(book)).toEqual([...expected].sort(byGravest).map(({ id }) => id));
          expect(book.count).toBe(expected.length);
          expect(book.unacknowledged).toBe(expected.filter(({ acknowledged }) => acknowledged === null).length);
        },
      ),
      { numRuns: 400 },
    );
  });
});
