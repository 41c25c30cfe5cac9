/** Two servers of different builds behind one address must not make a wall load itself for ever. ms */
const AT_MOST_EVERY = 5 * 60_000;
const REMEMBERED = 'belfry-reloaded-at';

/** Loads the page anew when the server serves another build than the one that runs here. Unknown builds are let be. */
export function reloadForBuild(own: string, served: string): void {
  if (own === '' || served === '' || own === served) return;
  const last = Number(sessionStorage.getItem(REMEMBERED) ?? 0);
  if (Date.now() - last < AT_MOST_EVERY) return;
  sessionStorage.setItem(REMEMBERED, String(Date.now()));
  location.reload();
}
