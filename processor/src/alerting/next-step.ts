import type { WaitingNotification } from './waiting-notification.ts';

/** What a hook does with a notification whose turn it is. Pure: the time is an argument. */

const MINUTE = 60_000;
/** A heartbeat says that Belfry lives now; so much later it says nothing. */
export const HEARTBEAT_HOLDS_MS = 2 * MINUTE;
/** So long a notification waits for a hook that fails before the fallback gets it as well. */
export const HAND_ON_AFTER_MS = 2 * MINUTE;

export interface Turn {
  /** Whether something of its group was delivered. */
  readonly wasTold: boolean;
  /** Whether a newer heartbeat waits for the same hook. */
  readonly outdated: boolean;
  readonly now: number;
}

/** `needless`: there is nothing to be told any more, or there never was. */
export function nextStep(waiting: WaitingNotification, { wasTold, outdated, now }: Turn): 'post' | 'needless' {
  if (waiting.byHand) return 'post';
  switch (waiting.action) {
    case 'heartbeat':
      return outdated || now - waiting.appended > HEARTBEAT_HOLDS_MS ? 'needless' : 'post';
    case 'acknowledge':
    case 'resolve':
      return wasTold ? 'post' : 'needless';
    default:
      return 'post';
  }
}

export interface Trouble {
  readonly disabled: boolean;
  /** Whether the hook's last attempt failed, of whatever notification. */
  readonly receiverFails: boolean;
  /** Whether the first of its chain was tried and not taken. */
  readonly chainFails: boolean;
  /** Whether the fallback knows of its group: it hears the rest of it then, up to the resolve. */
  readonly groupHandedOn: boolean;
  readonly now: number;
}

/** Whether the fallback is to get it. What is a fallback's already goes no further, so that hooks may name each other. */
export function isToBeHandedOn(waiting: WaitingNotification, trouble: Trouble): boolean {
  const { action, byHand, insteadOf, fellBack, settling, since } = waiting;
  if (fellBack || settling || insteadOf || byHand || action === 'heartbeat') return false;
  if (trouble.disabled || trouble.groupHandedOn) return true;
  return (trouble.receiverFails || trouble.chainFails) && trouble.now - since >= HAND_ON_AFTER_MS;
}
