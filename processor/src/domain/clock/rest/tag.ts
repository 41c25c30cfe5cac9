/** What a packed value begins with. Packed values never leave the process, so these may change at will. */
export const Tag = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  whole: 4,
  negative: 5,
  number: 6,
  word: 7,
  text: 8,
  wideText: 9,
  list: 10,
  object: 11,
} as const;
