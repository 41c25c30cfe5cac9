const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration as policies write it, exact to the second: `3 h`, `1 h 30 min`, `12 s`; a day stands for 24 hours. */
export function durationWords(ms: number): string {
  if (ms > 0 && ms < SECOND) return 'less than 1 s';
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, word] of [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ] as const) {
    // 36 h say more than 1 d 12 h; from two days on, nobody counts hours.
    if (unit === DAY && ms < 2 * DAY) continue;
    const whole = Math.floor(rest / unit);
    rest -= whole * unit;
    if (whole > 0) parts.push(`${whole} ${word}`);
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}

/** As a clock on a wall shows it: `0:42` is 42 minutes, `12 s` what is less than one, `3 d 4:05` what is days. */
export function clockFace(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  const days = ms >= 2 * DAY ? Math.floor(ms / DAY) : 0;
  const rest = ms - days * DAY;
  const minutes = String(Math.floor((rest % HOUR) / MINUTE)).padStart(2, '0');
  return `${days > 0 ? `${days} d ` : ''}${Math.floor(rest / HOUR)}:${minutes}`;
}
