const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (n: number): string => String(n).padStart(2, '0');

/** `0:42`, `14:59`, `1 h 05`, `3 d 4 h`: as exact as the distance deserves. @param ms not negative. */
function span(ms: number): string {
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}:${two(Math.floor((ms % MINUTE) / SECOND))}`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${two(Math.floor((ms % HOUR) / MINUTE))}`;
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`;
}

/** Time left until a deadline: reaches 0:00 when it does, and stays there. */
export function timeLeft(due: number, now: number): string {
  return span(Math.max(0, Math.ceil((due - now) / SECOND) * SECOND));
}

/** Time since a deadline was missed. */
export function timeOver(due: number, now: number): string {
  return `+${span(Math.max(0, now - due))}`;
}

/** `7 s`, `3 min`, `3 h`, `2 d`: one unit, for ages. */
export function age(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}
