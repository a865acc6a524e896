// Parts of a page that follow what happens. A part is an element with an id and `data-part`; `data-live` names the kinds of events that concern it.
// When one comes, the page is asked for again and parts that differ are put in place of the old ones, so that there is one way to make HTML: the server's.
const html = globalThis.trustedTypes?.createPolicy('aidesk', { createHTML: (text) => text }) ?? { createHTML: (text) => text };

/** Events come in bursts: one look at the page is enough for all that came within this many milliseconds. */
const gather = 150;

let waiting = 0;
let again = false;
let busy = false;

export function watchChanges() {
  const parts = document.querySelectorAll('[data-part][data-live]');
  if (parts.length === 0) return;
  const kinds = new Set([...parts].flatMap((part) => part.dataset.live.split(' ')));
  const source = new EventSource('/events' + (document.body.dataset.conversation ? `?conversation_id=${document.body.dataset.conversation}` : ''));
  source.addEventListener('open', () => {
    document.documentElement.dataset.connected = 'yes';
    // What happened between this page and the stream, or while it was lost, came with no event.
    refresh();
    say('');
  });
  source.addEventListener('error', () => {
    document.documentElement.dataset.connected = 'no';
    say('lost');
    // A stream that was refused for good is not opened again by the browser: the page itself says why.
    if (source.readyState === EventSource.CLOSED) setTimeout(refresh, 2000);
  });
  for (const kind of kinds) source.addEventListener(kind, refresh);
}

/** Looks at the page again soon; at once more when something happens meanwhile. */
export function refresh() {
  again = true;
  if (waiting === 0 && !busy) waiting = setTimeout(look, gather);
}

async function look() {
  waiting = 0;
  again = false;
  busy = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, redirect: 'follow' });
    if (new URL(answer.url).pathname === '/sign-in') {
      say('ended');
      return;
    }
    if (!answer.ok) return;
    replaceParts(new DOMParser().parseFromString(html.createHTML(await answer.text()), 'text/html'));
    document.dispatchEvent(new CustomEvent('desk:refreshed'));
  } catch {
    say('lost');
  } finally {
    busy = false;
    if (again) refresh();
  }
}

function replaceParts(fresh) {
  for (const part of document.querySelectorAll('[data-part]')) {
    const next = fresh.getElementById(part.id);
    if (next === null || isBeingWritten(part)) continue;
    // What a person opened stays open.
    for (const opened of part.querySelectorAll('details[id]')) next.querySelector('#' + opened.id)?.toggleAttribute('open', opened.open);
    if (next.isEqualNode(part)) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
    const opened = [...part.querySelectorAll('details[open][id]')].map((details) => details.id);
    part.replaceWith(document.importNode(next, true));
    for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
    if (focused !== '') document.getElementById(focused)?.focus();
  }
}

/** Nobody loses what they are writing, nor what came back with the page because it could not be done (`data-kept`). */
function isBeingWritten(part) {
  if (part.querySelector('[data-kept]') !== null) return true;
  if ([...part.querySelectorAll('option')].some((option) => option.selected !== option.defaultSelected && option.value !== '')) return true;
  return [...part.querySelectorAll('textarea, input:not([type="hidden"])')].some((field) => field === document.activeElement || field.value !== field.defaultValue);
}

function say(what) {
  const banner = document.getElementById('connection');
  if (banner === null) return;
  banner.hidden = what === '';
  banner.replaceChildren();
  if (what === '') return;
  banner.append(banner.dataset[what], ' ');
  if (what === 'ended') {
    const link = document.createElement('a');
    link.href = '/sign-in?return=' + encodeURIComponent(location.pathname + location.search);
    link.textContent = banner.dataset.signIn;
    banner.append(link);
  }
}
