import { leftToRight } from '../language/left-to-right.ts';
import { words } from './words.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const { second, minute, hour, day } = words.units;

const two = (n: number): string => String(n).padStart(2, '0');

/** `0:42`, `14:59`, `1 h 05`, `3 d 4 h`: as exact as the distance deserves. @param ms not negative. */
export function span(ms: number): string {
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}:${two(Math.floor((ms % MINUTE) / SECOND))}`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} ${hour} ${two(Math.floor((ms % HOUR) / MINUTE))}`;
  return `${Math.floor(ms / DAY)} ${day} ${Math.floor((ms % DAY) / HOUR)} ${hour}`;
}

/** Time left until a deadline: reaches 0:00 when it does, and stays there. */
export function timeLeft(due: number, now: number): string {
  return span(Math.max(0, Math.ceil((due - now) / SECOND) * SECOND));
}

/** Time since a deadline was missed. */
export function timeOver(due: number, now: number): string {
  const over = Math.max(0, now - due);
  // Beyond an hour there are letters in it, which run as the language does; its sign stays before them.
  return over < HOUR ? leftToRight(`+${span(over)}`) : `${leftToRight('+')}${span(over)}`;
}

/** `7 s`, `3 min`, `3 h`, `2 d`: one unit, for ages. */
export function age(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} ${second}`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} ${minute}`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} ${hour}`;
  return `${Math.floor(ms / DAY)} ${day}`;
}
