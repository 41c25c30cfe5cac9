import * as z from 'zod';
import { nearest } from '../nearest.ts';

/**
 * The pieces of which the shape of a pack is made. It is closed: a key that is not named is refused, since a rule that
 * nobody reads is worse than none. The message of each piece says what to write instead.
 */

export const text = (instead: string) => z.string(instead).trim().min(1, instead);

/** A mapping with these keys and no others. */
export function closed<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `a mapping that states ${what}, with the keys ${keys.join(', ')}`;
      const meant = issue.keys.map((key) => nearest(key, keys)).find((key) => key !== undefined);
      return meant === undefined ? `one of ${keys.join(', ')}` : `\`${meant}\``;
    },
  });
}

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** A name that ends up in ids, in URLs and in tables. */
export const name = (of: string) => {
  const instead = `a name of ${of}: small letters, digits and dashes, such as \`ship-confirmation\``;
  return z.string(instead).regex(NAME, instead);
};

/** A mapping from names to values. */
export const named = <Value extends z.ZodType>(of: string, value: Value) =>
  z.record(z.string().regex(NAME, `a name of ${of} such as \`ship-confirmation\``), value, {
    error: (issue) =>
      issue.code === 'invalid_key' ? `a name of ${of} such as \`ship-confirmation\`` : `a mapping from names of ${of}`,
  });
