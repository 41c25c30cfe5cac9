/** What a wall is set to, from its URL. */
export interface Settings {
  /** The zone that times are shown in. */
  readonly zone: string;
  /** What stands at the top left. */
  readonly site: string;
}

/** Reads `?zone=Asia/Riyadh&site=Riyadh%20floor`. A zone that does not exist is left out: the wall shows the display's. */
export function readSettings(search: string): Settings {
  const params = new URLSearchParams(search);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = params.get('zone');
  return { zone: zone && exists(zone) ? zone : own, site: params.get('site') || 'Belfry' };
}

function exists(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
