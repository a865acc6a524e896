// The chat in a browser with scripts: what the guard says before a message is sent, what the server said of the last one, and the newest message in sight.
// The guard is a courtesy. A form that is sent without it is judged by the same server.
import { createChatGuard } from './chat-guard.js';
import { messages } from './chat-guard-messages.js';

/** How long a policy's block lasts at most, in milliseconds. */
const blockFor = 24 * 60 * 60 * 1000;

const form = document.getElementById('chat-form');
const guard = createChatGuard({ key: `chat-guard:${form.dataset.guard}`, locale: document.documentElement.lang });
const attached = guard.attach(form, document.getElementById('text'), document.getElementById('chat-word'));

/** What the server counted, where it counted more than this browser: another tab, another device, or a form without a guard. */
function takeServersWord() {
  const thread = document.getElementById('thread');
  if (thread === null) return;
  const last = thread.lastElementChild;
  const word = last?.dataset.word ? last.querySelector('.text').textContent : '';
  const key = Object.keys(messages).find((one) => Object.values(messages[one]).includes(word));
  const until = Number(last?.dataset.time) + blockFor;
  if (key === 'guard.blocked' && until > Date.now()) {
    if (!guard.state().blocked) attached.server({ key, blocked: true, blockedUntil: until, text: word });
  } else if (Number(thread.dataset.strikes) > guard.state().strikes) {
    guard.sync({ strikes: Number(thread.dataset.strikes) });
  }
}

function showNewest() {
  document.getElementById('last')?.scrollIntoView({ block: 'nearest' });
}

takeServersWord();
showNewest();
document.addEventListener('desk:refreshed', () => {
  takeServersWord();
  showNewest();
});

// Enter sends, as in other chats; with Shift it is a new line. A language that is being composed has its own use for Enter.
document.getElementById('text').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
