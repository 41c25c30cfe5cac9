import { html } from 'hono/html';
import { SCOPES } from '../domain/scope.ts';
import type { WrongWish } from '../domain/wish.ts';
import type { ListedToken } from '../tokens/tokens.ts';
import { deskBar } from './desk-bar.ts';
import type { MadeToken } from './made-token.ts';
import { page } from './page.ts';

/** What was asked with the form, so that a mistake can be mended, and what came of it. */
export interface Asked {
  readonly asked?: Readonly<Record<string, unknown>>;
  readonly made?: MadeToken | WrongWish;
}

/** The list of tokens, what stops one, and the form that makes one. No script. */
export const tokensPage = (tokens: readonly ListedToken[], now: number, { asked = {}, made }: Asked) =>
  page(
    'Tokens',
    html`<header>
      ${deskBar('/tokens')}
      <h1>Tokens</h1>
      <p>Who may see this Belfry and tell it something. A token that is revoked opens nothing from that moment on.</p>
    </header>
    <main>
      ${made === undefined ? '' : 'refused' in made ? wrongNote(made) : madeNote(made)}
      <h2>Make one</h2>
      ${form(made !== undefined && 'refused' in made ? asked : {})}
      <h2>Those that there are</h2>
      ${tokens.length === 0 ? html`<p>None yet.</p>` : table(tokens, now)}
    </main>`,
  );

const wrongNote = ({ reason, remedy }: WrongWish) => html`<p role="alert">${reason} ${remedy}</p>`;

const madeNote = ({ name, scope, text, link }: MadeToken) => html`<section class="made" aria-label="The new token">
    ${
      scope === 'source'
        ? html`<strong>${name}</strong> sends this with its events, as Authorization: Bearer. It is not shown again.
          <code>${text}</code>`
        : html`<strong>${name}</strong> opens this link. It is not shown again. <code>${link}</code>`
    }
  </section>`;

const field = (asked: Readonly<Record<string, unknown>>, name: string, label: string, hint: string) => html`
  <label>${label} <input name="${name}" value="${typeof asked[name] === 'string' ? asked[name] : ''}" placeholder="${hint}" autocomplete="off" spellcheck="false"></label>`;

const MEANS = {
  wall: 'wall: reads',
  partner: 'partner: one partner’s page',
  manager: 'manager: reads and says',
  admin: 'admin: everything',
  source: 'source: sends events',
} as const;

const form = (asked: Readonly<Record<string, unknown>>) => html`
  <form method="post" action="/tokens" aria-label="A new token">
    <label>Scope <select name="scope">${SCOPES.map(
      (scope) => html`<option value="${scope}"${asked.scope === scope ? html` selected` : ''}>${MEANS[scope]}</option>`,
    )}</select></label>
    ${field(asked, 'name', 'Name', 'hall 2')}
    ${field(asked, 'partner', 'Partner (scope partner)', 'p12')}
    ${field(asked, 'source', 'Source (scope source)', 'any')}
    ${field(asked, 'expires', 'Ends', '30d, 2026-12-31')}
    <button>Make</button>
  </form>`;

const table = (tokens: readonly ListedToken[], now: number) => html`
  <div class="scroll" tabindex="0" role="region" aria-label="Tokens">
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Scope</th>
          <th scope="col">Bound to</th>
          <th scope="col">Made</th>
          <th scope="col">By</th>
          <th scope="col">Ends</th>
          <th scope="col">Last used</th>
          <th scope="col">Id</th>
          <th scope="col">Now</th>
        </tr>
      </thead>
      <tbody>${tokens.toReversed().map((token) => row(token, now))}</tbody>
    </table>
  </div>`;

const row = (token: ListedToken, now: number) => html`
  <tr class="${token.standing === 'valid' ? '' : 'over'}">
    <th scope="row">${token.name}</th>
    <td>${token.scope}</td>
    <td>${token.partner ?? token.source ?? '-'}</td>
    <td>${instant(token.created)}</td>
    <td>${token.createdBy}</td>
    <td>${token.expires === null ? 'never' : instant(token.expires)}</td>
    <td>${token.lastUsed === null ? '-' : ago(now - token.lastUsed)}</td>
    <td>${token.id}</td>
    <td>${
      token.standing === 'valid'
        ? html`<form class="inline" method="post" action="/tokens/${token.id}/revoke"><button aria-label="Revoke ${token.name}">Revoke</button></form>`
        : token.standing
    }</td>
  </tr>`;

const instant = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Since this process runs; who used it elsewhere or before is not kept. */
function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  return minutes < 120 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
}
