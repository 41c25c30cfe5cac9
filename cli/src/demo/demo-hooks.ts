import { fileURLToPath } from 'node:url';
import { type ReadHooks, readHooks } from '@belfry/processor/compose';

/** Where the demo's own receiver listens, and the secret by which it knows who posts. */
export interface DemoReceiverAddress {
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
}

const FILE = fileURLToPath(new URL('hooks.yaml', import.meta.url));
const OWN = ['BELFRY_HOOKS', 'BELFRY_HOOK_URL', 'BELFRY_HOOK_SECRET'];

/** Whether whoever starts it says who is told: then the demo's own receiver is told nothing. */
export const saysWhoIsTold = (env: Readonly<Record<string, string | undefined>>): boolean =>
  OWN.some((name) => (env[name] ?? '').trim() !== '');

/**
 * Who is told of the demo: its own receiver, of everything.
 * @param now ms UTC.
 */
export const readDemoHooks = ({ url, secret }: DemoReceiverAddress, now: number): Promise<ReadHooks> =>
  readHooks({ BELFRY_HOOKS: FILE, DEMO_RECEIVER: url, DEMO_RECEIVER_SECRET: secret }, now);
