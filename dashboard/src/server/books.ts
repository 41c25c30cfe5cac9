import type { LogRecord } from '@belfry/ingest/log';
import {
  type ClockSignal,
  decodeIncident,
  decodeSignal,
  decodeTotals,
  isClockSignal,
} from '@belfry/processor/contract';
import type { PictureForecast } from '../contract/index.ts';
import { BreachBook, clockId } from './breach-book.ts';
import { DeadlineBook } from './deadline-book.ts';
import { EscalationBook } from './escalation-book.ts';
import { IncidentBook } from './incidents/incident-book.ts';
import { KpiBook } from './kpi-book.ts';
import { NOBODY_SILENT, type SilentSources } from './sources/stored-sources.ts';

/** What is kept for walls: from the log `signals` at once, and from the tables by comparison. */
export class Books {
  readonly breaches = new BreachBook();
  readonly escalations = new EscalationBook();
  readonly incidents = new IncidentBook();
  readonly deadlines = new DeadlineBook();
  readonly kpis = new KpiBook();
  /** As the table last told. */
  silent: SilentSources = NOBODY_SILENT;
  /** As it was last worked out. */
  forecast: PictureForecast | null = null;
  /** Whether the log has told of any clock. */
  heard = false;
  private readonly newFigures: (partner: string | null) => void;

  /** @param newFigures called when a KPI has moved (null), or a partner has broken a promise. */
  constructor(newFigures: (partner: string | null) => void) {
    this.newFigures = newFigures;
  }

  /** Takes in a record of the log `signals`; those that say nothing to walls are passed over. */
  hear({ kind, value }: LogRecord): void {
    if (kind === 'incident') this.incidents.tell(decodeIncident(value));
    else if (kind === 'totals') this.hearTotals(value);
    else if (kind === 'signal') {
      const signal = decodeSignal(value);
      if (isClockSignal(signal)) this.hearClock(signal);
    }
  }

  private hearTotals(value: Buffer): void {
    this.kpis.tell(decodeTotals(value));
    this.newFigures(null);
  }

  private hearClock(signal: ClockSignal): void {
    this.heard = true;
    this.escalations.tell(signal);
    if (!this.breaches.tell(signal)) return;
    // A clock without a deadline says its start instead: it was never among those that run out.
    if (signal.due > signal.start) this.deadlines.ranOut(clockId(signal), signal.due);
    this.newFigures(signal.partner);
  }
}
