import type { CompiledKpi, KpiWindow } from '../compiled-kpi.ts';
import type { Path, Report } from '../problem.ts';
import type { KpiEntry } from '../schema/kpi-entry.ts';
import { nameOf, parseWindow, readWindow } from './read-window.ts';

/** What stands in where no window could be read. It is never published. */
const STAND_IN: KpiWindow = { name: '7d', span: { kind: 'days', days: 7, lag: 0 } };

/** Later corrections are awaited for a year at most. */
const LONGEST_SETTLING = 366;

/** Reads the windows of a KPI, and which of them ring, judge and settle. */
export function readWindows(
  entry: Pick<KpiEntry, 'window' | 'windows' | 'rings' | 'judged' | 'settles'>,
  path: Path,
  report: Report,
): Pick<CompiledKpi, 'windows' | 'rings' | 'judged' | 'settles'> {
  const { window, windows: several, settles } = entry;
  if (window === undefined && several === undefined) {
    report([...path, 'windows'], '`windows` is missing.', 'windows such as `[7 days, this month, previous month]`');
  }
  if (window !== undefined && several !== undefined) {
    report([...path, 'window'], '`window` stands here, and `windows` too.', 'all of them under `windows`');
  }
  const written = several ?? (window === undefined ? [] : [window]);
  const placeOf = (place: number): Path => (several === undefined ? [...path, 'window'] : [...path, 'windows', place]);
  const read = written.map((text, place) => readWindow(text, placeOf(place), report));
  const names = read.map((each) => each?.name);
  names.forEach((name, place) => {
    if (name === undefined || names.indexOf(name) === place) return;
    report(placeOf(place), `"${written[place]}" stands here twice.`, 'it once');
  });
  /** By its text, so that a window which could not be read is not complained of again. */
  const find = (text: string, at: Path): string | undefined => {
    const place = written.indexOf(text);
    if (place >= 0) return names[place];
    const span = parseWindow(text);
    const name = span && nameOf(span);
    if (name !== undefined && names.includes(name)) return name;
    const known = written.flatMap((each, n) => (names[n] === undefined ? [] : [`\`${each}\``])).join(' or ');
    report(at, `"${text}" is no window of this KPI.`, known === '' ? 'a window of `windows`' : known);
    return undefined;
  };
  const windows = read.filter((each) => each !== undefined);
  const first = windows[0] ?? STAND_IN;
  const rings = entry.rings?.map((text, place) => {
    const at = [...path, 'rings', place];
    const name = find(text, at);
    if (entry.rings!.indexOf(text) < place) report(at, `"${text}" stands here twice.`, 'it once');
    return name ?? first.name;
  });
  const judged = entry.judged === undefined ? undefined : find(entry.judged, [...path, 'judged']);
  return {
    windows: windows.length === 0 ? [STAND_IN] : windows,
    rings: rings === undefined ? [first.name] : [...new Set(rings)],
    judged: judged ?? first.name,
    settles: settles === undefined ? 0 : readSettles(settles, [...path, 'settles'], report),
  };
}

function readSettles(text: string, path: Path, report: Report): number {
  const days = Number(/^(\d{1,4}) days?$/.exec(text)?.[1]);
  if (Number.isNaN(days)) report(path, `"${text}" is no number of days.`, 'a number of days such as `7 days`');
  else if (days > LONGEST_SETTLING) report(path, `${days} days never settle.`, `\`${LONGEST_SETTLING} days\` at most`);
  return Number.isNaN(days) ? 0 : days;
}
