/** `7d` reads as `7 days`; other names are shown as they are. */
export function windowName(window: string): string {
  const days = /^(\d+)d$/.exec(window)?.[1];
  return days === undefined ? window : days === '1' ? 'today' : `${days} days`;
}
