// Who opens an editor wants to write in it: the first field has the focus. Where a page came back with an open editor, that is where one goes on.
import './diff.js';
import './presence.js';

document.addEventListener('toggle', (event) => {
  const opened = event.target;
  if (opened instanceof HTMLDetailsElement && opened.open && opened.dataset.editor !== undefined) {
    opened.querySelector('textarea, select, input:not([type="hidden"])')?.focus({ preventScroll: false });
    for (const other of document.querySelectorAll('details[data-editor][open]')) {
      if (other !== opened) other.open = false;
    }
  }
}, true);

// Escape leaves the editor; what was written stays in it.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const editor = document.activeElement?.closest('details[data-editor][open]');
  if (editor === null || editor === undefined) return;
  editor.open = false;
  editor.querySelector('summary').focus();
});
