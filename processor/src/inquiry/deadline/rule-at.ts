import type { PromiseRule } from '../../domain/clock/rules/promise-rule.ts';
import { buildRuleset, type NumberedPack } from '../../domain/clock/rules/ruleset.ts';
import type { CompiledPack } from '../../domain/policy/compiled.ts';
import { nearest } from '../../domain/policy/nearest.ts';
import { RefusedError } from '../refusal.ts';

/**
 * The version of a promise that rules clocks which start at an instant.
 * @param name `oto/ticket-resolution`, or the pack's alone if it makes but one promise.
 * @throws RefusedError
 */
export function ruleAt(
  packs: readonly NumberedPack[],
  name: string,
  start: number,
): { readonly rule: PromiseRule; readonly pack: CompiledPack } {
  const rules = rulesOf(packs);
  const names = [...new Set(rules.map(({ promise }) => promise.id))].sort();
  const id = names.includes(name) ? name : onlyOneOf(name, names);
  const versions = rules.filter(({ promise }) => promise.id === id);
  const rule = versions.find(({ from, until }) => start >= from && start < until);
  if (rule !== undefined) return { rule, pack: packs.find(({ number }) => number === rule.policy)!.pack };
  const first = new Date(Math.min(...versions.map(({ from }) => from))).toISOString();
  throw new RefusedError(400, 'start', `No version of ${id} is in force then.`, `Ask for a start from ${first} on.`);
}

/** Every promise starts at something, so each stands among the roles of the events that start it. */
function rulesOf(packs: readonly NumberedPack[]): PromiseRule[] {
  const { order, ticket } = buildRuleset(packs);
  return [...new Set([order, ticket].flatMap(({ byType }) => [...byType.values()].flat().map(({ rule }) => rule)))];
}

function onlyOneOf(name: string, names: readonly string[]): string {
  const own = names.filter((each) => each.startsWith(`${name}/`));
  if (own.length === 1) return own[0]!;
  if (own.length > 1) {
    throw new RefusedError(404, 'promise', `${name} makes ${own.length} promises.`, `Name one: ${own.join(', ')}.`);
  }
  const meant = nearest(name, names);
  const known = names.length === 0 ? 'No policy is published yet' : `There are ${names.join(', ')}`;
  throw new RefusedError(
    404,
    'promise',
    `There is no promise "${name}".`,
    meant === undefined ? `${known}.` : `Did you mean ${meant}?`,
  );
}
