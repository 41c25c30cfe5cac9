import type { Saying, SayingTaken } from '../../../contract/index.ts';
import type { Caller } from '../caller.ts';
import { refusalInWords } from './refusal-in-words.ts';
import type { Say } from './say-to-intake.ts';
import { eventOf } from './saying-event.ts';

/**
 * Says it, and resolves once the log has it; said again under the same id it counts once.
 *
 * @param now ms UTC.
 * @throws RefusedQuestion with what intake found wrong, IntakeAway
 */
export async function sayIt(
  say: Say,
  saying: Saying,
  { caller, id, now }: { caller: Caller; id: string; now: number },
): Promise<SayingTaken> {
  const { verdicts } = await say([eventOf(saying, caller, { id, now })]);
  const [verdict] = verdicts;
  if (verdict?.status === 'refused') throw refusalInWords(verdict);
  return { id };
}
