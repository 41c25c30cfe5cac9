import type { ExplainedSpan, Share, SpanKind, Sums } from '../../../contract/index.ts';

/** What a ledger comes to. It has no gaps, so the parts of each division sum to the whole exactly: integers, no rounding. */
export function sumUp(ledger: readonly ExplainedSpan[]): Sums {
  const of = (kind: SpanKind): number =>
    ledger.reduce((sum, span) => sum + (span.kind === kind ? span.to - span.from : 0), 0);
  return {
    whole: ledger.reduce((sum, { from, to }) => sum + to - from, 0),
    counted: of('counted'),
    paused: of('paused'),
    offHours: of('off-hours'),
    stopped: of('stopped'),
    byHolder: sharesBy(ledger, ({ holder }) => holder),
    byStage: sharesBy(ledger, ({ stage }) => stage),
  };
}

/** In the order in which each comes first. */
function sharesBy(ledger: readonly ExplainedSpan[], nameOf: (span: ExplainedSpan) => string): Share[] {
  const shares = new Map<string, Share>();
  for (const span of ledger) {
    const name = nameOf(span);
    const { whole, counted } = shares.get(name) ?? { whole: 0, counted: 0 };
    shares.set(name, { name, whole: whole + span.to - span.from, counted: counted + span.counted });
  }
  return [...shares.values()];
}
