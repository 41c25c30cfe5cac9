import { readExpiry } from './expiry.ts';
import { isScope, SCOPES, type Scope } from './scope.ts';

/** What a new token is to be, once everything about it makes sense. */
export interface Wish {
  readonly name: string;
  readonly scope: Scope;
  readonly partner: string | null;
  readonly source: string | null;
  readonly expires: number | null;
}

/** Which part is wrong, why, and what to write instead. */
export interface WrongWish {
  readonly refused: string;
  readonly reason: string;
  readonly remedy: string;
}

const LONGEST = 200;

/** Reads what a form, a program or the command line asks for; an empty text is none. */
export function readWish(asked: Readonly<Record<string, unknown>>, now: number): Wish | WrongWish {
  const text = (key: string): string | null => {
    const value = asked[key];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const [scope, name, partner, source, expires] = [
    text('scope'),
    text('name'),
    text('partner'),
    text('source'),
    text('expires'),
  ];
  const long = ['name', 'partner', 'source'].find((key) => (text(key)?.length ?? 0) > LONGEST);
  if (long !== undefined) return wrong(long, `${long} is longer than ${LONGEST} characters.`, 'Write a shorter one.');
  if (!isScope(scope)) {
    return wrong('scope', `${scope ?? 'Nothing'} is no scope.`, `Write one of ${SCOPES.join(', ')}.`);
  }
  if (name === null)
    return wrong('name', 'The token has no name.', 'Say whose it is, for instance "Acme" or "hall 2".');
  if ((scope === 'partner') !== (partner !== null)) {
    return scope === 'partner'
      ? wrong('partner', 'It is not said whose page the link shows.', 'Name the partner by its id, for instance p12.')
      : wrong(
          'partner',
          `A token of scope ${scope} shows every partner.`,
          'Leave the partner out, or take scope partner.',
        );
  }
  if (source !== null && scope !== 'source') {
    return wrong('source', `A token of scope ${scope} is of no source.`, 'Leave the source out, or take scope source.');
  }
  const end = expires === null ? null : readExpiry(expires, now);
  if (end === undefined) {
    return wrong(
      'expires',
      `"${expires}" is no end.`,
      'Write 30d, 12h, a day (2026-12-31) or an instant with its zone.',
    );
  }
  if (end !== null && end <= now)
    return wrong('expires', `"${expires}" is over.`, 'Write an end that is still to come.');
  if (scope === 'partner' && end === null) {
    return wrong('expires', 'A link for a partner leaves the house and has to end.', 'Write for instance 30d.');
  }
  return { name, scope, partner, source, expires: end };
}

const wrong = (refused: string, reason: string, remedy: string): WrongWish => ({ refused, reason, remedy });
