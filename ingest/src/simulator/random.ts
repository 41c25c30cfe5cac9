/** A stream of numbers that follows from its seed alone, on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** From `low` up to, not including, `high`. */
  between(low: number, high: number): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** One of them, each as often as its weight says. */
  weighted<T extends { readonly weight: number }>(from: readonly [T, ...T[]]): T;
}

/**
 * Streams of different keys are independent, so that the n-th order is the same whatever else is simulated.
 * The generator is sfc32, seeded by FNV-1a over the key.
 */
export function randomOf(...key: readonly (string | number)[]): Random {
  let hash = 0x811c9dc5;
  for (const char of key.join('/')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = hash | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The first numbers of neighbouring seeds resemble each other.
  for (let i = 0; i < 12; i++) next();
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
    weighted(from) {
      let rest = next() * from.reduce((sum, one) => sum + one.weight, 0);
      for (const one of from) {
        rest -= one.weight;
        if (rest < 0) return one;
      }
      return from[0];
    },
  };
}
