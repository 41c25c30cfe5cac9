import type { ClockSignal, SaidSignal } from '../../contract/index.ts';

/**
 * What was said of one clock, in its order, each with what took it back.
 * @param toldAt when the log took what brought a signal about, ms UTC.
 */
export function saidSignals(signals: readonly ClockSignal[], toldAt: (signal: ClockSignal) => number): SaidSignal[] {
  return signals.map((signal, n) => {
    const { id, kind, step, revision, at, horizon, offset, reason, quiet, level, tell } = signal;
    // What is taken back has a later order, and the number of the revision that it ends.
    const back = signals.slice(n + 1).find((later) => takesBack(later, signal));
    const takenBackBy = back?.id ?? null;
    const told = toldAt(signal);
    return { id, kind, step, revision, at, told, horizon, offset, reason, quiet, level, tell, takenBackBy };
  });
}

/** A retraction takes back the breach of its revision and the end that came with it, or one step by its name. */
function takesBack(later: ClockSignal, signal: ClockSignal): boolean {
  if (later.kind !== 'retracted' || signal.kind === 'retracted') return false;
  if (later.step !== 'retract') return later.step === `retract:${signal.step}` && signal.kind === 'escalated';
  const isOfBreach = signal.kind === 'breached' || signal.kind === 'met-late' || signal.kind === 'cancelled-late';
  return isOfBreach && signal.revision === later.revision;
}
