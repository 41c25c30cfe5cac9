import { describe, expect, it } from 'vitest';
import { readSlack, verifySlack } from './slack.ts';

/** The example of Slack's own documentation ("Verifying requests from Slack"). */
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const headers = {
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  timestamp: '1531420618',
};
const THEN = 1_531_420_618_000;

describe('a request of Slack', () => {
  it('is known by its signature, for five minutes', () => {
    expect(verifySlack(BODY, headers, SECRET, THEN)).toBe(true);
    expect(verifySlack(BODY, headers, SECRET, THEN + 300_000)).toBe(true);
    expect(verifySlack(BODY, headers, SECRET, THEN + 300_001)).toBe(false);
    expect(verifySlack(BODY, headers, SECRET, THEN - 300_001)).toBe(false);
  });

  it('is refused where anything is another', () => {
    expect(verifySlack(`${BODY}&x=1`, headers, SECRET, THEN)).toBe(false);
    expect(verifySlack(BODY, headers, `${SECRET}x`, THEN)).toBe(false);
    expect(verifySlack(BODY, { ...headers, timestamp: '1531420619' }, SECRET, THEN)).toBe(false);
    expect(verifySlack(BODY, { ...headers, timestamp: undefined }, SECRET, THEN)).toBe(false);
    expect(verifySlack(BODY, { ...headers, timestamp: 'NaN' }, SECRET, THEN)).toBe(false);
    expect(verifySlack(BODY, { ...headers, signature: undefined }, SECRET, THEN)).toBe(false);
    expect(verifySlack(BODY, { ...headers, signature: 'v0=' }, SECRET, THEN)).toBe(false);
    expect(verifySlack(BODY, { ...headers, signature: headers.signature.toUpperCase() }, SECRET, THEN)).toBe(false);
  });
});

const press = (over: object = {}, action: object = {}): string =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      user: { id: 'U1', username: 'noor.a', name: 'noor', team_id: 'T1' },
      trigger_id: '398738663015.47445629121.803a',
      container: { type: 'message', message_ts: '1795781100.000100' },
      actions: [
        {
          type: 'button',
          action_id: 'belfry.acknowledge',
          block_id: 'b',
          action_ts: '1795781220.437821',
          value: 'inc_1 inc_2',
          ...action,
        },
      ],
      ...over,
    }),
  }).toString();

describe('a press of the button', () => {
  it('acknowledges all incidents of its message, at the time of the press', () => {
    expect(readSlack(press())).toEqual({
      id: 'U1/1795781220.437821',
      who: 'noor',
      at: 1_795_781_220_437,
      incidents: ['inc_1', 'inc_2'],
    });
  });

  it('of another kind says nothing', () => {
    expect(readSlack(press({}, { action_id: 'belfry.open' }))).toBeNull();
    expect(readSlack(press({ type: 'view_submission' }))).toBeNull();
    expect(readSlack(press({ user: null }))).toBeNull();
    expect(readSlack(press({}, { value: '' }))).toBeNull();
    expect(readSlack(press({}, { value: 'order/1 ../x' }))).toBeNull();
    expect(readSlack(press({}, { action_ts: 'now' }))).toBeNull();
    expect(readSlack('payload=%7B')).toBeNull();
    expect(readSlack('ssl_check=1')).toBeNull();
  });
});
