import type { Saying, SayingTaken } from '../../contract/people-api.ts';
import type { Server } from '../desk/ask-server.ts';
import { rememberName } from './name.ts';

/** Says it; resolves once the log has it. Throws LinkLost or Refusal. */
export type Say = (saying: Saying) => Promise<SayingTaken>;

/** @param server who takes it; the name that it is said by is remembered, once it was taken. */
export const sayTo =
  (server: Server): Say =>
  async (saying) => {
    const taken = await server.post<SayingTaken>('/api/say', saying);
    if (typeof saying.data.who === 'string') rememberName(saying.data.who);
    return taken;
  };
