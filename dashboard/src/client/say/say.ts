import type { Saying, SayingTaken } from '../../contract/people-api.ts';
import type { Server } from '../desk/ask-server.ts';
import { rememberName } from './name.ts';
import { randomId } from './random-id.ts';

/** Says it; resolves once the log has it. Throws LinkLost or Refusal. */
export type Say = (saying: Saying) => Promise<SayingTaken>;

/**
 * @param server who takes it. What did not arrive for all we know may have: said again in the same words, it has the same
 * key and counts once. The name that it is said by is remembered, once it was taken.
 */
export function sayTo(server: Server): Say {
  const keys = new Map<string, string>();
  return async (saying) => {
    const words = JSON.stringify(saying);
    const key = keys.get(words) ?? randomId();
    keys.set(words, key);
    const taken = await server.post<SayingTaken>('/api/say', saying, { key });
    keys.delete(words);
    if (typeof saying.data.who === 'string') rememberName(saying.data.who);
    return taken;
  };
}
