const KEY = 'belfry-name';

/** The name that was signed with last on this device, or nothing; a browser that keeps nothing is fine too. */
export function rememberedName(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function rememberName(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // It is asked for again next time.
  }
}
