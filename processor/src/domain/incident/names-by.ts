/**
 * Names by what they have in common. Mostly one name is alone under its key, and costs no set: a storm brings a hundred thousand
 * of them.
 */
export class NamesBy {
  private readonly names = new Map<string, string | Set<string>>();

  has(key: string): boolean {
    return this.names.has(key);
  }

  /** In the order in which they came. */
  of(key: string): Iterable<string> {
    const names = this.names.get(key);
    if (names === undefined) return [];
    return typeof names === 'string' ? [names] : names;
  }

  add(key: string, name: string): void {
    const names = this.names.get(key);
    if (names === undefined) this.names.set(key, name);
    else if (typeof names !== 'string') names.add(name);
    else if (names !== name) this.names.set(key, new Set([names, name]));
  }

  remove(key: string, name: string): void {
    const names = this.names.get(key);
    if (typeof names === 'string') {
      if (names === name) this.names.delete(key);
    } else if (names?.delete(name) && names.size === 0) this.names.delete(key);
  }
}
