import { html } from 'hono/html';
import type { Said } from './review-page.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;

const field = (said: Said, name: string, label: string, hint = '') => html`
  <label>${label} <input name="${name}" value="${said[name] ?? ''}" placeholder="${hint}" autocomplete="off" spellcheck="false"></label>`;

/** A date field cannot hold an instant, which a link may well have. */
function day(said: Said, name: string, label: string) {
  const value = said[name] ?? '';
  const type = value === '' || DAY.test(value) ? 'date' : 'text';
  return html`<label>${label} <input type="${type}" name="${name}" value="${value}" required></label>`;
}

const choice = (said: Said, name: string, label: string, values: readonly (readonly [string, string])[]) => html`
  <label>${label} <select name="${name}">${values.map(
    ([value, words]) =>
      html`<option value="${value}"${(said[name] ?? '') === value ? html` selected` : ''}>${words}</option>`,
  )}</select></label>`;

/** Asks with GET, so that the address carries all of it and can be sent to somebody. */
export const reviewForm = (said: Said) => html`
  <form method="get" action="/review" aria-label="What to review">
    ${day(said, 'from', 'From')}
    ${day(said, 'to', 'Until before')}
    ${field(said, 'tz', 'Time zone', 'UTC')}
    ${choice(said, 'by', 'By', [
      ['team', 'team'],
      ['partner', 'partner'],
      ['promise', 'promise'],
      ['level', 'level'],
    ])}
    ${field(said, 'partner', 'Partner', 'all')}
    ${field(said, 'team', 'Team', 'all')}
    ${field(said, 'promise', 'Promise', 'all')}
    ${choice(said, 'kind', 'Kind', [
      ['', 'all'],
      ['contractual', 'contractual'],
      ['internal', 'internal'],
    ])}
    <button>Show</button>
  </form>`;
