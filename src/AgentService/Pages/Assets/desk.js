// What pages have besides their HTML: changes shown as they come, keys, menus. Everything works without it; each part is a module of its own.
import { watchChanges } from './live.js';
import { listenForKeys } from './keys.js';

watchChanges();
listenForKeys();

// A menu closes when one presses beside it, or Escape.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  }
});

// A form that was sent is not sent again by a second press while the answer is on its way.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  window.addEventListener('pageshow', () => delete form.dataset.sent, { once: true });
});

// The notice is said once: a reload does not say it again.
if (new URLSearchParams(location.search).has('notice')) {
  const address = new URL(location.href);
  address.searchParams.delete('notice');
  history.replaceState(null, '', address);
}
