/** Which order or ticket a path is about. */
export interface SubjectAt {
  readonly kind: 'order' | 'ticket';
  readonly id: string;
}

/** `/subject/order/8812`, or with an id that holds slashes, encoded or not; null: another path. */
export function subjectAt(path: string): SubjectAt | null {
  const [, kind, written] = /^\/subject\/(order|ticket)\/(.+)$/.exec(path) ?? [];
  if (written === undefined) return null;
  try {
    return { kind: kind as SubjectAt['kind'], id: decodeURIComponent(written) };
  } catch {
    return { kind: kind as SubjectAt['kind'], id: written };
  }
}
