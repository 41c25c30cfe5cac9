/** The query of this page with something else chosen, as the address of a link: `?lang=ar`. */
export function withChoice(search: string, name: string, value: string): string {
  const query = new URLSearchParams(search);
  query.set(name, value);
  return `?${query}`;
}
