// Keys for those who live in the queue. A control says its own key with `data-key`; keys work while nothing is being written, and can be turned off
// (WCAG 2.1.4) where a page shows the switch `data-keys-switch`.
const stored = 'aidesk.keys';

export function listenForKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !areOn() || isWriting(event.target)) return;
    const control = [...document.querySelectorAll('[data-key]')].find((one) => one.dataset.key === event.key && !one.disabled && one.offsetParent !== null);
    if (control === undefined) return;
    event.preventDefault();
    if (control.matches('a, button, summary')) control.click();
    else control.focus();
  });
  for (const toggle of document.querySelectorAll('[data-keys-switch]')) {
    toggle.checked = areOn();
    toggle.addEventListener('change', () => keep(toggle.checked));
  }
}

function isWriting(target) {
  return target instanceof Element && target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]');
}

function areOn() {
  try {
    return localStorage.getItem(stored) !== 'off';
  } catch {
    return true;
  }
}

function keep(on) {
  try {
    localStorage.setItem(stored, on ? 'on' : 'off');
  } catch {
    // A browser that keeps nothing: keys stay on.
  }
}
