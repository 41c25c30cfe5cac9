/** What a wall is set to. Its language and its theme are read apart, before the first paint. */
export interface Settings {
  /** The zone that times are shown in. */
  readonly zone: string;
  /** What stands at the top left. */
  readonly site: string;
  /** How far away the farthest reader stands, metres. */
  readonly distance: number;
  /** The display's diagonal, inches. */
  readonly inches: number;
  /** For how long a page stands before the next one, seconds; 0: pages do not turn. */
  readonly turn: number;
  /** Whether new incidents are heard, once somebody has pressed a key here. */
  readonly sound: boolean;
}

/** What a number may be, and what it is without a word. */
export const RANGES = {
  distance: { least: 1, most: 15, usual: 5 },
  inches: { least: 10, most: 150, usual: 55 },
  turn: { least: 5, most: 600, usual: 20 },
} as const;

const NAMES = ['zone', 'site', 'distance', 'inches', 'turn', 'sound'] as const;

/**
 * Reads `?zone=Asia/Riyadh&site=Riyadh%20floor&distance=3&inches=43&turn=30&sound=on`. What the URL does not say is as it was
 * said before; what makes no sense is left out, as if it had not been written.
 *
 * @param before the settings that were said here last, as a query; null if none were.
 */
export function readSettings(search: string, before: string | null = null): Settings {
  const said = new URLSearchParams(settingsIn(search, before));
  return {
    zone: said.get('zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    site: said.get('site') ?? 'Belfry',
    distance: Number(said.get('distance') ?? RANGES.distance.usual),
    inches: Number(said.get('inches') ?? RANGES.inches.usual),
    turn: Number(said.get('turn') ?? RANGES.turn.usual),
    sound: said.get('sound') === 'on',
  };
}

/** What is said and makes sense, as a query: what a wall remembers for a start without one. */
export function settingsIn(search: string, before: string | null): string {
  const [said, known] = [new URLSearchParams(search), new URLSearchParams(before ?? '')];
  const kept = new URLSearchParams();
  for (const name of NAMES) {
    const value = [said.get(name), known.get(name)].find((one) => one !== null && makesSense(name, one));
    if (value !== undefined && value !== null) kept.set(name, value);
  }
  return kept.toString();
}

function makesSense(name: (typeof NAMES)[number], value: string): boolean {
  if (name === 'zone') return exists(value);
  if (name === 'site') return value !== '';
  if (name === 'sound') return value === 'on' || value === 'off';
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (name === 'turn' && number === 0) return true;
  return number >= RANGES[name].least && number <= RANGES[name].most;
}

function exists(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone !== '';
  } catch {
    return false;
  }
}
