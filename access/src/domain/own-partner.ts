const NAMED_IN_PATH = /^\/(?:partner|api\/kpi\/partners)\/([^/]+)$/;

/**
 * Whether a question is about this partner and nobody else. It has to be named, once: a question without a partner is about
 * all of them.
 *
 * @param named every value of the parameter `partner`, as the routes read it.
 */
export function isAboutOnly(partner: string, path: string, named: readonly string[]): boolean {
  const inPath = NAMED_IN_PATH.exec(path)?.[1];
  if (inPath === undefined) return named.length === 1 && named[0] === partner;
  return named.length === 0 && decoded(inPath) === partner;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
