import { isClockSignal, isKpiSignal, isNotice, type RouteAnswer, type Signal } from '../../contract/index.ts';
import { severityOf } from '../../domain/incident/severity.ts';

/** Who would be told of a signal, as lines for a terminal. */
export function routeInWords(signal: Signal, { told, note, trail }: RouteAnswer): string[] {
  const lines = [`${signal.kind}  ${aboutOf(signal)}  (${severityOf(signal)})`, ''];
  if (note !== undefined) lines.push(note);
  else if (told.length === 0) lines.push('Nobody is told.');
  for (const { hook, route, line, why } of told) {
    lines.push(`-> ${hook}  ${line === 0 ? '' : `by "${route}", line ${line}: `}${why}`);
  }
  if (trail.length > 0) lines.push('', 'The routes that were asked, in order:');
  for (const { route, line, fits, why } of trail) lines.push(`${fits ? '+' : '-'} line ${line} "${route}": ${why}`);
  return lines;
}

function aboutOf(signal: Signal): string {
  if (isNotice(signal)) return signal.about;
  if (isKpiSignal(signal)) return `${signal.kpi}  ${signal.partner}  ${signal.window}`;
  return isClockSignal(signal) ? `${signal.promise}  ${signal.subject}` : '';
}
