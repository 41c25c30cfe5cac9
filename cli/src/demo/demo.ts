export function runDemo(_: unknown): { stop(): Promise<void> } {
  throw new Error('being built');
}
