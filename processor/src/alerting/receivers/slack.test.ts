import { describe, expect, it } from 'vitest';
import { aSlack } from '../../../../test/support/a-hook.ts';
import { aNotification, aStorm, itemOf, missedPickup, NOW } from '../../../../test/support/a-notification.ts';
import { createFakeWallClock } from '../../../../test/support/fake-wall-clock.ts';
import { slackMessage } from '../../../../test/support/receiver-schemas.ts';
import type { Notification } from '../../contract/notification.ts';
import type { SlackHook } from '../hook-config.ts';
import { createReceiver } from './receiver.ts';
import { slackEscape } from './slack-escape.ts';

const render = (notification: Notification, over: Partial<SlackHook> = {}, baseUrl?: string) => {
  const receiver = createReceiver(aSlack(over), { wallClock: createFakeWallClock(NOW), baseUrl });
  return slackMessage.parse(JSON.parse(receiver.body(notification)!));
};
const buttons = (...args: Parameters<typeof render>) =>
  render(...args).blocks.flatMap((one) => (one.type === 'actions' ? one.elements : []));

describe('what Slack is told', () => {
  it('is the first line, the facts, the list and who sent it', () => {
    const { text, blocks } = render(aStorm());
    expect(text).toBe('214 orders: Pickup 2 h, carrier aramex, first missed 14:32 (35 min ago)');
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'context', 'actions']);
    expect(blocks[2]).toMatchObject({
      text: {
        text: '• order 8812: partner noor, missed 14:32 (35 min ago)\n• order 8813: partner noor, missed 14:32 (35 min ago)\nand 212 more',
      },
    });
  });

  it('offers to acknowledge all its incidents, while there is something to acknowledge and an answer can be proved', () => {
    const two = aStorm({ incidents: ['inc_1', 'inc_2'] });
    expect(buttons(two)).toMatchObject([
      { action_id: 'belfry.acknowledge', text: { text: 'Acknowledge (30 min)' }, value: 'inc_1 inc_2' },
    ]);
    expect(buttons(two, { signingSecret: null })).toEqual([]);
    expect(buttons({ ...two, action: 'resolve', reason: 'resolved' })).toEqual([]);
    expect(buttons({ ...two, incidents: [] })).toEqual([]);
  });

  it('links to the page of its incident, where an address is known', () => {
    const links = buttons(aStorm(), { signingSecret: null, language: 'pl' }, 'https://belfry.example.org/');
    expect(links).toMatchObject([
      { url: 'https://belfry.example.org/incident/inc_1', text: { text: 'Otwórz incydent' } },
    ]);
  });

  it('keeps every limit with the longest names, and says what was left out', () => {
    const long = '<&>'.repeat(100);
    const items = Array.from({ length: 50 }, (_, n) =>
      itemOf(
        missedPickup(`${n}${long}`, { title: long, partner: long, carrier: long, level: long, kind: 'escalated' }),
      ),
    );
    const storm = { items, more: 164, title: long, partner: '', carrier: '', promise: '', route: long };
    const incidents = Array.from({ length: 20 }, (_, n) => `inc_${String(n).padStart(120, '0')}`);
    const { blocks } = render(aStorm({ ...storm, incidents }), {}, 'https://belfry.example.org');
    const acknowledge = blocks.flatMap((one) => (one.type === 'actions' ? one.elements : []))[0]!;
    expect(acknowledge.value!.split(' ').every((id) => incidents.includes(id))).toBe(true);
    const all = blocks.flatMap((one) => (one.type === 'section' ? [one.text?.text ?? ''] : [])).join('\n');
    const shown = (what: RegExp) => all.match(what)?.length ?? 0;
    expect(shown(/^• order/gm)).toBeGreaterThan(5);
    expect(all).toContain(`and ${214 - shown(/^• order/gm)} more`);
    expect(/&(?!amp;|lt;|gt;)/.exec(all)).toBeNull();
  });

  it('calls nobody and links nowhere, whatever a name says', () => {
    const title = '<!channel> <@U1> @channel @Here <https://evil.example|safe> & co';
    const { text, blocks } = render(
      aNotification({ title, items: [itemOf(missedPickup('1', { title }))], promise: '', total: 2 }),
    );
    const texts = [text, ...blocks.flatMap((one) => (one.type === 'section' ? [one.text?.text ?? ''] : []))].join('\n');
    expect(texts).toContain(
      '&lt;!channel&gt; &lt;@U1&gt; @\u2060channel @\u2060Here &lt;https://evil.example|safe&gt; &amp; co',
    );
    expect(texts).not.toMatch(/[<>]|@(channel|here|everyone)/i);
  });

  it('escapes once', () => {
    expect(slackEscape('a & <b>')).toBe('a &amp; &lt;b&gt;');
  });
});
