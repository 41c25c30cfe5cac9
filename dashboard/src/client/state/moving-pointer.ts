/** A pointer that rests has been left on the wall by somebody. ms */
const RESTS_AFTER = 3_000;

/** Shows the pointer while it moves: then somebody sits at a desk and looks for it. */
export function showMovingPointer(): void {
  let rest: ReturnType<typeof setTimeout>;
  addEventListener('pointermove', () => {
    clearTimeout(rest);
    document.body.toggleAttribute('data-pointer', true);
    rest = setTimeout(() => document.body.toggleAttribute('data-pointer', false), RESTS_AFTER);
  });
}
