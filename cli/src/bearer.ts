import { readEnvironment } from './environment.ts';

/** The header that shows BELFRY_TOKEN; none on loopback, where none is needed. */
export function bearer(): Readonly<Record<string, string>> {
  const { token } = readEnvironment(process.env);
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
