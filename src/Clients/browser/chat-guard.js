// A courtesy to whoever writes in a chat: says at once what the server would say, in seven languages. It protects nothing: the server decides.
import { defaults, languages } from './chat-guard-patterns.js';
import { keys, messages } from './chat-guard-messages.js';
import { isAbuse } from './chat-guard-abuse.js';
import { attachGuard } from './chat-guard-form.js';
import { isInjection } from './chat-guard-injection.js';
import { digestOf, Session } from './chat-guard-session.js';
import { faultOfShape, isSpam } from './chat-guard-shape.js';
import { read } from './chat-guard-text.js';

export { languages };

/** Which of the policy's causes of a strike a reason belongs to. Length is none here: a message that never left the page has cost nobody anything. */
const causes = { prompt_injection: 'injection', forbidden_content: 'forbidden', symbols_only: 'shape', duplicate: 'duplicate' };

const languageOf = (locale) => {
  const primary = String(locale ?? '').split(/[-_]/, 1)[0].toLowerCase();
  return languages.includes(primary) ? primary : 'en';
};

const sizeOf = (value, otherwise) => (Number.isSafeInteger(value) && value > 0 ? value : otherwise);

const textOf = (value) => {
  try {
    return typeof value === 'string' ? value : String(value ?? '');
  } catch {
    return '';
  }
};

/** The number of the sentence of a reason: without a strike, first strike, second, blocked. */
const sentence = (struck, blocked, strikes) => (blocked ? 3 : struck ? Math.min(strikes, 2) : 0);

class ChatGuard {
  #locale;
  #session;
  #minLength;
  #maxLength;

  constructor(options) {
    this.#locale = languageOf(options.locale ?? globalThis.document?.documentElement?.lang);
    const storage = 'storage' in options ? () => options.storage : () => globalThis.sessionStorage;
    const limits = { ...defaults, blockAt: sizeOf(options.blockAt, defaults.blockAt) };
    this.#session = new Session(storage, textOf(options.key ?? 'chat-guard'), typeof options.now === 'function' ? options.now : Date.now, limits);
    this.#minLength = sizeOf(options.minLength, defaults.minLength);
    this.#maxLength = sizeOf(options.maxLength, defaults.maxLength);
  }

  get locale() {
    return this.#locale;
  }

  judge(value) {
    return this.#look(textOf(value)).reason;
  }

  check(value) {
    if (this.#session.isBlocked) return this.#answer('session_blocked', false);
    const { reason: fault, text } = this.#look(textOf(value));
    const digest = text && digestOf(text.folded);
    const reason = fault ?? (this.#session.wasSent(digest) ? 'duplicate' : null);
    if (reason === null) {
      this.#session.remember(digest);
      return this.#answer(null, false);
    }
    const struck = defaults.strikeCounts.includes(causes[reason]);
    if (struck) this.#session.strike();
    return this.#answer(reason, struck);
  }

  release(value) {
    const text = textOf(value);
    if (!faultOfShape(text, this.#minLength, this.#maxLength)) this.#session.forget(digestOf(read(text).folded));
  }

  state() {
    return this.#answer(this.#session.isBlocked ? 'session_blocked' : null, false);
  }

  sync(word) {
    const strikes = Number.isSafeInteger(word?.strikes) ? word.strikes : undefined;
    const blocked = typeof word?.blocked === 'boolean' ? word.blocked : word?.key === 'guard.blocked' ? true : undefined;
    if (strikes !== undefined || blocked !== undefined) this.#session.sync(strikes, blocked, word.blockedUntil);
  }

  textOf(word) {
    if (typeof word?.text === 'string' && word.text !== '') return word.text;
    return typeof word?.key === 'string' && Object.hasOwn(messages, word.key) ? messages[word.key][this.#locale] : null;
  }

  attach(form, input, output) {
    return attachGuard(this, form, input, output);
  }

  /** What a text is by itself: `{ reason, text }`, the text read unless its shape is at fault. */
  #look(value) {
    const fault = faultOfShape(value, this.#minLength, this.#maxLength);
    if (fault) return { reason: fault };
    const text = read(value);
    const reason = isInjection(text) ? 'prompt_injection' : isAbuse(text) ? 'forbidden_content' : isSpam(text) ? 'spam' : null;
    return { reason, text };
  }

  #answer(reason, struck) {
    const { strikes, isBlocked: blocked } = this.#session;
    // Spam is no reason of the server's: it gets the sentence of a message without words.
    const key = reason === null ? null : keys[reason === 'spam' ? 'symbols_only' : reason][sentence(struck, blocked, strikes)];
    return { allowed: reason === null, blocked, strikes, reason, key, warning: key && messages[key][this.#locale] };
  }
}

/** A guard for one conversation; see chat-guard.d.ts. */
export function createChatGuard(options) {
  return new ChatGuard(typeof options === 'object' && options !== null ? options : {});
}
