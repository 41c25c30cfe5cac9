/** The known word that is written most like an unknown one, so that a message can ask "did you mean"; none if none is known. */
export function nearestWord<Word extends string>(told: string, known: readonly Word[]): Word | undefined {
  let nearest: Word | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const word of known) {
    const distance = edits(told.slice(0, 64), word);
    if (distance < least) {
      least = distance;
      nearest = word;
    }
  }
  return nearest;
}

/** Levenshtein's distance: how many letters must be added, removed or replaced to turn one word into the other. */
function edits(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
