/** The sign-in page. A link carries its token behind the #, which no server and no access log ever sees. */
const said = document.querySelector('#said');
const form = document.querySelector('#enter');

/** @param {string} token */
async function enter(token) {
  said.textContent = 'Signing in ...';
  try {
    const answer = await fetch('/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    const told = await answer.json();
    if (answer.ok && told.goTo !== null) location.replace(told.goTo);
    else said.textContent = answer.ok ? told.note : `${told.reason} ${told.remedy}`;
  } catch {
    said.textContent = 'Belfry does not answer. Try again.';
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void enter(new FormData(form).get('token').trim());
});

async function leave() {
  const answer = await fetch('/api/session', { method: 'DELETE' }).catch(() => undefined);
  said.textContent = answer?.ok ? 'You are signed out here.' : 'Belfry does not answer. Try again.';
}
document.querySelector('#leave').addEventListener('click', () => void leave());

function enterByLink() {
  const token = location.hash.slice(1);
  if (token === '') return;
  // Whoever looks at the screen or goes back in the history must not find it.
  history.replaceState(null, '', '/enter');
  void enter(token);
}
addEventListener('hashchange', enterByLink);
enterByLink();
