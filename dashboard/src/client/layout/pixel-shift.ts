/** So long the picture stands, ms, and how far it is moved in all, px of CSS. */
const STANDS_MS = 60_000;
const REACH = 4;

/** Round a square, a pixel at a time, so that no line of it lies on the same pixels for longer than a minute in half an hour. */
const PATH: readonly (readonly [x: number, y: number])[] = [
  ...side((at) => [at, -REACH]),
  ...side((at) => [REACH, at]),
  ...side((at) => [-at, REACH]),
  ...side((at) => [-REACH, -at]),
];

/** Where the picture stands at an instant, px off its middle. All walls of a server move together; nobody sees a pixel. */
export function pixelShift(now: number): { readonly x: number; readonly y: number } {
  const [x, y] = PATH[Math.floor(now / STANDS_MS) % PATH.length]!;
  return { x, y };
}

/** The way along one side, its last corner left to the next one. */
function side(place: (at: number) => readonly [number, number]): (readonly [number, number])[] {
  return Array.from({ length: 2 * REACH }, (_, step) => place(step - REACH));
}
