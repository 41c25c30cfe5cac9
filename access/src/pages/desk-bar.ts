import { html } from 'hono/html';

const PAGES = [
  ['/incidents', 'Incidents'],
  ['/partners', 'Partners'],
  ['/silences', 'Silences'],
  ['/hooks', 'Hooks'],
  ['/audit', 'Audit'],
  ['/review', 'Review'],
  ['/tokens', 'Tokens'],
] as const;

/**
 * The bar of the pages at a desk, for pages that need no script: those here and the dashboard's review. Where there is one, the
 * dashboard's client draws it; `test/browser/scopes.test.ts` holds all of them against each other.
 *
 * @param at the path of the page that is shown
 */
export const deskBar = (at: (typeof PAGES)[number][0]) => html`<div class="bar">
    <a class="home" href="/" title="To the wall">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 2a1.7 1.7 0 0 1 1.7 1.7v.5c3 .8 4.8 3.3 4.8 6.3v4l1.7 2.5v1H3.8v-1l1.7-2.5v-4c0-3 1.8-5.5 4.8-6.3v-.5A1.7 1.7 0 0 1 12 2ZM9.3 19.5h5.4a2.7 2.7 0 0 1-5.4 0Z"/>
      </svg>
      Belfry
    </a>
    <nav aria-label="Pages">${PAGES.map(
      ([href, name]) => html`<a href="${href}"${href === at ? html` aria-current="page"` : ''}>${name}</a> `,
    )}</nav>
  </div>`;
