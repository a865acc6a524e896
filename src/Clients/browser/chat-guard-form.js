// Wires a form: a message that the guard stops is not submitted, and the reason is shown and read out. No inline handler, style or markup: any policy of content security allows it.

/** A second submit of one text within this time, in milliseconds, is a double click, and no repeat. */
const DOUBLE_CLICK = 1000;

let outputs = 0;

const describe = (input, id) => {
  const ids = (input.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
  if (!ids.includes(id)) input.setAttribute('aria-describedby', [...ids, id].join(' '));
};

/** What `guard.attach` answers; see chat-guard.d.ts. */
export function attachGuard(guard, form, input, output) {
  const view = form.ownerDocument.defaultView;
  const listening = new AbortController();
  const live = { signal: listening.signal };
  // Those that the guard disabled, so that it enables no other.
  let disabled = [];
  let last = { text: '', at: -Infinity };
  output.id ||= `chat-guard-${++outputs}`;
  if (!output.hasAttribute('role')) output.setAttribute('role', 'status');
  if (!output.hasAttribute('aria-live')) output.setAttribute('aria-live', 'polite');
  output.setAttribute('aria-atomic', 'true');
  describe(input, output.id);

  const say = (text) => {
    if (output.textContent !== text) output.textContent = text;
  };

  const block = (moveFocus) => {
    if (disabled.length > 0) return;
    const buttons = [...form.elements].filter((element) => element.type === 'submit' || element.type === 'image');
    const focused = form.ownerDocument.activeElement;
    disabled = [input, ...buttons].filter((element) => !element.disabled);
    for (const element of disabled) element.disabled = true;
    // A disabled element loses the focus: without this a keyboard would begin at the top of the page again.
    if (moveFocus && disabled.includes(focused)) {
      if (!output.hasAttribute('tabindex')) output.setAttribute('tabindex', '-1');
      output.focus();
    }
  };

  const unblock = () => {
    for (const element of disabled) element.disabled = false;
    disabled = [];
  };

  const show = ({ allowed, blocked, warning }, moveFocus = true) => {
    say(warning ?? '');
    if (allowed || blocked) input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
    if (blocked) block(moveFocus);
    else unblock();
  };

  const stop = (event) => {
    event.preventDefault();
    // The page's own handler must not send it either.
    event.stopImmediatePropagation();
  };

  const submitted = (event) => {
    const text = input.value;
    if (text === last.text && event.timeStamp - last.at < DOUBLE_CLICK) {
      stop(event);
      return;
    }
    const verdict = guard.check(text);
    show(verdict);
    if (verdict.allowed) {
      last = { text, at: event.timeStamp };
      return;
    }
    stop(event);
    if (!verdict.blocked) input.focus();
  };

  const edited = () => {
    if (input.getAttribute('aria-invalid') !== 'true') return;
    input.removeAttribute('aria-invalid');
    say('');
  };

  const refresh = () => {
    const state = guard.state();
    if (state.blocked || disabled.length > 0) show(state, false);
  };

  form.addEventListener('submit', submitted, { ...live, capture: true });
  input.addEventListener('input', edited, live);
  // The words are unpacked at the first judgement: sooner than the first message is written.
  input.addEventListener('focus', () => guard.judge('ok'), { ...live, once: true });
  // A page that comes back from the cache shows what it showed then.
  view.addEventListener('pageshow', refresh, live);
  refresh();

  return {
    refresh,
    server(word) {
      guard.sync(word);
      // What the server did not take may be sent again.
      if (typeof word?.key === 'string' && word.key !== '') guard.release(last.text);
      const state = guard.state();
      show({ ...state, allowed: true, warning: guard.textOf(word) ?? state.warning });
    },
    detach() {
      listening.abort();
      unblock();
    },
  };
}
