/**
 * How often a fuzzed property is tried: BELFRY_FUZZ times if it is set, and with the seed BELFRY_FUZZ_SEED. The seed is printed
 * before the first try, so that a run that hangs can be repeated as well.
 */
export function fuzzRuns(what: string, usual: number): { numRuns: number; seed: number; timeoutMs: number } {
  const numRuns = Number(process.env.BELFRY_FUZZ ?? usual);
  const seed = Number(process.env.BELFRY_FUZZ_SEED ?? (Math.random() * 2 ** 31) | 0);
  if (process.env.BELFRY_FUZZ !== undefined) console.info(`${what}: ${numRuns} runs, BELFRY_FUZZ_SEED=${seed}`);
  return { numRuns, seed, timeoutMs: 60_000 + 100 * numRuns };
}
