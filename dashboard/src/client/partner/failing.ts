/** How many of a count went wrong: the numerator itself where a limit is the most, what is not in it where it is the least. */
export function failingOf({ num, den }: { readonly num: number; readonly den: number }, good: 'high' | 'low'): number {
  return good === 'low' ? num : den - num;
}
