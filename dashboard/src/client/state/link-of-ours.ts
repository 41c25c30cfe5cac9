/**
 * The address behind a plain click on a link to one of our own pages, which then stays on this page: the browser does
 * nothing more. null for any other click, which is the browser's.
 *
 * @param isOurs whether a path is one that this page can show.
 */
export function linkOfOurs(event: MouseEvent, isOurs: (path: string) => boolean): string | null {
  if (event.defaultPrevented || event.button !== 0) return null;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const href = link?.getAttribute('href') ?? null;
  if (link === null || href === null || link.hasAttribute('download')) return null;
  if (!href.startsWith('/') || !isOurs(href.split('?')[0]!)) return null;
  event.preventDefault();
  return href;
}
