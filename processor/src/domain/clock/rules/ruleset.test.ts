import { expect, test } from 'vitest';
import { smallPack } from '../../../../../test/support/small-pack.ts';
import { buildRuleset } from './ruleset.ts';

test('the rulesets of a lane share the index of a calendar, however many policies it has taken', () => {
  const office = {
    name: 'office',
    zone: 'UTC',
    offsets: [0, 0],
    spans: [540, 1080],
    dayMinutes: 540,
    from: 0,
    until: 10 * 86_400_000,
  };
  const first = { number: 0, pack: smallPack(60, { calendars: { office } }) };
  const second = { number: 1, pack: smallPack(30, { pack: 'other' }) };
  const indexIn = (packs: Parameters<typeof buildRuleset>[0]) =>
    buildRuleset(packs).order.byType.get('order.opened')![0]!.rule.calendars.get('office');
  expect(indexIn([first])).toBeDefined();
  expect(indexIn([first, second])).toBe(indexIn([first]));
});
