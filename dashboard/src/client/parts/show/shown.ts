import type { Shape } from '../shape-of.ts';

/** What the page of parts shows in them. Its classes are those of the page's own style. */
export const INKS = [
  { name: '--text', ground: 'ground', ink: '', words: 'on the ground' },
  { name: '--text-soft', ground: 'panel-high', ink: 'text-soft', words: 'on a raised panel' },
  { name: '--text', ground: 'chosen', ink: '', words: 'on what is chosen' },
  { name: '--ok', ground: 'ok', ink: '', words: 'as a ground' },
  { name: '--ok', ground: 'ground', ink: 'ok-ink', words: 'as ink' },
  { name: '--warn', ground: 'panel-high', ink: 'warn', words: 'as ink' },
  { name: '--breach', ground: 'breach', ink: '', words: 'as a ground' },
  { name: '--hatch', ground: 'hatched', ink: '', words: 'what is old' },
] as const;

interface Row {
  readonly name: string;
  readonly shape: Shape;
  readonly num: number;
  readonly den: number;
}
const rows: readonly Row[] = [
  { name: 'Zlin Shoes', shape: 'breach', num: 866, den: 1_000 },
  { name: 'نور للتجارة', shape: 'risk', num: 917, den: 1_000 },
  { name: 'Sadu Crafts', shape: 'ok', num: 9_906, den: 10_000 },
];

export const SHOWN = {
  rows,
  options: [
    ['1', 'an hour'],
    ['3', 'three hours'],
  ],
  at: Date.UTC(2026, 10, 23, 14, 32, 7),
} as const;
