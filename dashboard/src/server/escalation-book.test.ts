import type { ClockSignal, ClockSignalKind } from '@belfry/processor/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockId } from './breach-book.ts';
import { EscalationBook, type StoredEscalation } from './escalation-book.ts';
import { SHOWN } from './newest.ts';

interface Told {
  readonly subject: string;
  readonly kind: ClockSignalKind;
  readonly offset: number;
  readonly step?: string;
  readonly at?: number;
  readonly quiet?: boolean;
  readonly k?: number;
}

/** The steps of these ladders are called as their levels are. */
const signal = ({ subject, kind, offset, step = 'lead', at = 1_000, quiet = false, k = 0 }: Told): ClockSignal => ({
  id: `${subject}-${kind}-${step}`,
  kind,
  subject,
  promise: 'desk/answer',
  title: 'Answer',
  cycle: 1,
  step,
  revision: 0,
  partner: 'noor',
  market: 'sa',
  carrier: '',
  channel: '',
  team: 'L2',
  level: kind === 'escalated' ? step : '',
  role: kind === 'escalated' ? `the ${step}` : '',
  responsibility: '',
  tell: [],
  start: -1,
  due: 0,
  stop: null,
  at,
  horizon: at,
  reason: '',
  quiet,
  policy: 0,
  row: '',
  lane: 0,
  offset,
  k,
});

const row = (subject: string, offset: number, steps: readonly (readonly [name: string, at: number])[]) => ({
  id: clockId({ subject, promise: 'desk/answer', cycle: 1 }),
  subject,
  promise: 'desk/answer',
  title: 'Answer',
  row: '',
  partner: 'noor',
  team: 'L2',
  lane: 0,
  offset,
  steps: steps.map(([name, at]) => ({ name, level: name, role: `the ${name}`, at })),
});

const reconcile = (book: EscalationBook, stored: number, rows: readonly StoredEscalation[]): void => {
  const comparison = book.reconcile(new Map([[0, stored]]));
  for (const one of rows) comparison.row(one);
  comparison.end();
};

const shown = (book: EscalationBook) => book.top().map(({ subject, level, at }) => [subject, level, at]);

describe('escalations told by the log', () => {
  it('are none where the step is who has it from the beginning', () => {
    const book = new EscalationBook();
    expect(book.tell(signal({ subject: 'ticket/1', kind: 'escalated', step: 'first', offset: 5, at: -1 }))).toBe(false);
    expect(book.count).toBe(0);
  });

  it('show the step that came last, and who that is', () => {
    const book = new EscalationBook();
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', step: 'lead', offset: 5, at: 8_000 }));
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', step: 'manager', offset: 9, at: 24_000 }));
    expect(shown(book)).toEqual([['ticket/1', 'manager', 24_000]]);
    expect(book.top()[0]).toMatchObject({ role: 'the manager', title: 'Answer', partner: 'noor', team: 'L2' });
    expect([book.count, book.levelOf('ticket/1|desk/answer|1'), book.levelOf('ticket/2|desk/answer|1')]).toEqual([
      1,
      'manager',
      '',
    ]);
  });

  it.each(['met', 'met-late', 'cancelled', 'cancelled-late'] as const)('go when the clock is %s', (kind) => {
    const book = new EscalationBook();
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', offset: 5 }));
    book.tell(signal({ subject: 'ticket/1', kind, step: 'stop', offset: 9 }));
    expect([shown(book), book.count]).toEqual([[], 0]);
  });

  it('are taken back step by step: the one before stands', () => {
    const book = new EscalationBook();
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', step: 'lead', offset: 5, at: 8_000 }));
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', step: 'manager', offset: 9, at: 24_000 }));
    book.tell(signal({ subject: 'ticket/1', kind: 'retracted', step: 'retract:manager', offset: 12 }));
    expect(shown(book)).toEqual([['ticket/1', 'lead', 8_000]]);
    book.tell(signal({ subject: 'ticket/1', kind: 'retracted', step: 'retract:lead', offset: 12, k: 1 }));
    expect(shown(book)).toEqual([]);
  });

  it('stay when only the breach is taken back', () => {
    const book = new EscalationBook();
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', offset: 5 }));
    book.tell(signal({ subject: 'ticket/1', kind: 'breached', step: 'deadline', offset: 6 }));
    book.tell(signal({ subject: 'ticket/1', kind: 'retracted', step: 'retract', offset: 9 }));
    expect(shown(book)).toEqual([['ticket/1', 'lead', 1_000]]);
  });

  it('are not shown where they rang nobody', () => {
    const book = new EscalationBook();
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', offset: 5, quiet: true }));
    expect(shown(book)).toEqual([]);
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', step: 'manager', offset: 9, at: 24_000 }));
    expect(shown(book)).toEqual([['ticket/1', 'manager', 24_000]]);
  });

  it('count once though the record is read twice, and in either order', () => {
    const book = new EscalationBook();
    const end = signal({ subject: 'ticket/1', kind: 'met', step: 'stop', offset: 9 });
    expect(book.tell(end)).toBe(true);
    expect(book.tell(signal({ subject: 'ticket/1', kind: 'escalated', offset: 5 }))).toBe(false);
    expect(book.tell(end)).toBe(false);
    expect(book.count).toBe(0);
  });

  it('are listed newest first', () => {
    const book = new EscalationBook();
    for (let n = 0; n < 30; n++)
      book.tell(signal({ subject: `ticket/${n}`, kind: 'escalated', offset: n, at: n * 10 }));
    expect(shown(book).map(([subject]) => subject)).toEqual(
      Array.from({ length: SHOWN }, (_, n) => `ticket/${29 - n}`),
    );
    expect(book.count).toBe(30);
  });
});

describe('escalations compared with the tables', () => {
  it('come back after a restart from the tables alone', () => {
    const book = new EscalationBook();
    reconcile(book, 100, [
      row('ticket/1', 7, [
        ['lead', 8_000],
        ['manager', 24_000],
      ]),
    ]);
    expect(shown(book)).toEqual([['ticket/1', 'manager', 24_000]]);
  });

  it('stay although the tables do not know them yet', () => {
    const book = new EscalationBook();
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', offset: 120 }));
    reconcile(book, 100, []);
    expect(shown(book)).toEqual([['ticket/1', 'lead', 1_000]]);
  });

  it('do not fall back to a step that tables which are behind still show, nor come back from them', () => {
    const book = new EscalationBook();
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', step: 'manager', offset: 120, at: 24_000 }));
    book.tell(signal({ subject: 'ticket/2', kind: 'met', step: 'stop', offset: 121 }));
    reconcile(book, 100, [row('ticket/1', 90, [['lead', 8_000]]), row('ticket/2', 90, [['lead', 8_000]])]);
    expect(shown(book)).toEqual([['ticket/1', 'manager', 24_000]]);
  });

  it('go when the tables have passed them and hold them no more', () => {
    const book = new EscalationBook();
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', offset: 50 }));
    reconcile(book, 100, []);
    expect([shown(book), book.count]).toEqual([[], 0]);
  });

  it('are there again when the clock was reopened, which no signal says', () => {
    const book = new EscalationBook();
    book.tell(signal({ subject: 'ticket/1', kind: 'escalated', offset: 50, at: 8_000 }));
    book.tell(signal({ subject: 'ticket/1', kind: 'met', step: 'stop', offset: 60 }));
    reconcile(book, 100, [row('ticket/1', 70, [['lead', 8_000]])]);
    expect(shown(book)).toEqual([['ticket/1', 'lead', 8_000]]);
  });

  it('agree with the log alone wherever the comparisons fall', () => {
    const steps = ['developer', 'lead', 'manager'];
    const act = fc.record({
      subject: fc.constantFrom('ticket/1', 'ticket/2', 'ticket/3'),
      kind: fc.constantFrom<ClockSignalKind>('escalated', 'escalated', 'retracted', 'met', 'at-risk'),
    });
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 30 }),
        fc.array(fc.nat(30), { maxLength: 4 }),
        fc.nat(10),
        (acts, at, lag) => {
          // Each clock climbs its ladder once; what is taken back is the step that it has reached.
          const standing = new Map<string, { reached: number; open: boolean; steps: [string, number][] }>();
          const states: StoredEscalation[][] = [[]];
          const signals = acts.map(({ subject, kind }, offset) => {
            const clock = standing.get(subject) ?? { reached: 0, open: true, steps: [] };
            standing.set(subject, clock);
            let step = 'deadline';
            if (kind === 'escalated' && clock.open && clock.reached < steps.length) {
              step = steps[clock.reached++]!;
              clock.steps.push([step, offset]);
            } else if (kind === 'retracted' && clock.steps.length > 0) {
              step = `retract:${clock.steps.pop()![0]}`;
            } else if (kind === 'met') {
              clock.open = false;
              clock.steps = [];
            } else {
              states.push(states.at(-1)!);
              return signal({ subject, kind: 'at-risk', offset, at: offset });
            }
            const before = states.at(-1)!.filter((one) => one.subject !== subject);
            states.push(
              clock.open && clock.steps.length > 0 ? [...before, row(subject, offset, [...clock.steps])] : before,
            );
            return signal({ subject, kind, step, offset, at: offset });
          });
          const alone = new EscalationBook();
          const both = new EscalationBook();
          signals.forEach((one, offset) => {
            if (at.includes(offset)) {
              const stored = Math.max(0, offset - lag);
              reconcile(both, stored, states[stored]!);
            }
            alone.tell(one);
            both.tell(one);
            expect(shown(both)).toEqual(shown(alone));
          });
        },
      ),
    );
  });
});
