import { html } from 'hono/html';
import { page } from './page.ts';

/** Signs in with the token behind the # of its own address, or with one that is typed in, and out again. */
export const enterPage = () =>
  page(
    'Sign in',
    html`<main>
      <h1>Belfry</h1>
      <p id="said" role="status">Sign in with the token that you were given.</p>
      <form id="enter">
        <label>Token <input name="token" type="password" autocomplete="current-password" spellcheck="false" required></label>
        <button>Sign in</button>
        <button type="button" id="leave">Sign out</button>
      </form>
      <noscript><p>Signing in needs JavaScript; the wall does too.</p></noscript>
    </main>`,
    html`<script type="module" src="/enter.js"></script>`,
  );
