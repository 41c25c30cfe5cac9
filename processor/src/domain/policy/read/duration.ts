const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  milliseconds: 1,
  s: 1000,
  second: 1000,
  seconds: 1000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
};

/** Days are not among the units: whether 24 hours or a business day is meant must be said. */
const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)/gy;

/** Reads `6 hours`, `1 hour 30 minutes`, `90 s`: whole ms and more than none, else undefined. */
export function parseDuration(text: string): number | undefined {
  const told = text.trim();
  let ms = 0;
  let end = 0;
  PART.lastIndex = 0;
  for (let found = PART.exec(told); found !== null; found = PART.exec(told)) {
    const unit = UNITS[found[2]!];
    if (unit === undefined) return undefined;
    ms += Number(found[1]) * unit;
    end = PART.lastIndex;
    while (told[end] === ' ') end++;
    PART.lastIndex = end;
  }
  return end === told.length && ms > 0 && Number.isSafeInteger(ms) ? ms : undefined;
}
