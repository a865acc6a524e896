// Says every twenty seconds, and when one comes back to the page, that it is still open; looks at the page again when others came or went.
import { refresh } from './live.js';

const every = 20_000;
const form = document.querySelector('form[data-presence]');

async function beat() {
  if (document.visibilityState !== 'visible') return;
  const body = new URLSearchParams(new FormData(form));
  body.set('seen', document.getElementById('viewers')?.dataset.seen ?? '');
  try {
    const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
    if (answer.status === 205) refresh();
  } catch {
    // The connection is lost: the page says so itself.
  }
}

if (form !== null) {
  setInterval(beat, every);
  document.addEventListener('visibilitychange', beat);
  window.addEventListener('focus', beat);
}
