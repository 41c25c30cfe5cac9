/** `mall/ship-confirmation` reads as `Ship confirmation`: what the pack calls it, without the pack. */
export function promiseName(promise: string): string {
  const words = promise.slice(promise.indexOf('/') + 1).replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
