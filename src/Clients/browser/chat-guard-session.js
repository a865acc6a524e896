// What is remembered of a session: strikes, until when it is blocked, and the digests of what was sent. Kept in the storage, or in memory where there is none.
/** Messages remembered, the newest. */
const MAX_SENT = 50;

const count = (value, most) => (Number.isSafeInteger(value) && value > 0 ? Math.min(value, most) : 0);

export class Session {
  #storage;
  #key;
  #now;
  #limits;
  #memory = null;

  /** `storage` is a function that is asked each time: its mere name may throw. `limits` are the defaults of a policy, or others. */
  constructor(storage, key, now, limits) {
    this.#storage = storage;
    this.#key = key;
    this.#now = now;
    this.#limits = limits;
  }

  get strikes() {
    return this.#read().strikes;
  }

  get isBlocked() {
    return this.#read().until > 0;
  }

  /** Adds a strike and answers how many there are. */
  strike() {
    const state = this.#read();
    state.strikes = Math.min(state.strikes + 1, this.#limits.blockAt);
    state.at = this.#now();
    if (state.strikes >= this.#limits.blockAt) state.until = this.#now() + this.#limits.blockFor;
    this.#write(state);
    return state.strikes;
  }

  /** The server's word: what it says replaces what was counted here. Only it blocks: how many strikes it allows is its policy's matter. */
  sync(strikes, blocked, until) {
    const state = this.#read();
    const now = this.#now();
    const most = this.#limits.blockAt - 1;
    if (strikes !== undefined) state.strikes = count(strikes, this.#limits.blockAt);
    if (blocked === true) {
      state.strikes = this.#limits.blockAt;
      state.until = Number.isFinite(until) && until > now ? until : now + this.#limits.blockFor;
    } else if (blocked === false || state.until === 0) {
      state.strikes = Math.min(state.strikes, most);
      state.until = 0;
    }
    state.at = now;
    this.#write(state);
  }

  wasSent(digest) {
    return this.#read().sent.filter(([sent]) => sent === digest).length > this.#limits.maxRepeats;
  }

  remember(digest) {
    const state = this.#read();
    state.sent = [...state.sent, [digest, this.#now()]].slice(-MAX_SENT);
    this.#write(state);
  }

  forget(digest) {
    const state = this.#read();
    const last = state.sent.findLastIndex(([sent]) => sent === digest);
    if (last < 0) return;
    state.sent.splice(last, 1);
    this.#write(state);
  }

  /** Whatever stands there, what comes out is sound: anybody can write to the storage. */
  #read() {
    const found = this.#load();
    const now = this.#now();
    const past = (time, within) => Number.isFinite(time) && time <= now && now - time < within;
    const state = { strikes: count(found?.strikes, this.#limits.blockAt), at: found?.at, until: 0, sent: [] };
    if (Number.isFinite(found?.until) && found.until > now) state.until = Math.min(found.until, now + this.#limits.blockFor);
    const blockOver = Number.isFinite(found?.until) && found.until > 0 && state.until === 0;
    if (blockOver || (state.until === 0 && !past(state.at, this.#limits.forgetAfter))) state.strikes = 0;
    if (Array.isArray(found?.sent)) {
      state.sent = found.sent
        .slice(-MAX_SENT)
        .filter((entry) => Array.isArray(entry) && typeof entry[0] === 'string' && past(entry[1], this.#limits.duplicateWithin));
    }
    return state;
  }

  #load() {
    try {
      const text = this.#storage()?.getItem(this.#key);
      if (typeof text === 'string') return JSON.parse(text);
    } catch {
      // No storage, or no JSON in it: what this page remembers is what there is.
    }
    return this.#memory;
  }

  #write(state) {
    this.#memory = state;
    try {
      this.#storage()?.setItem(this.#key, JSON.stringify(state));
    } catch {
      // Full, refused or absent.
    }
  }
}

/** 64 bits of what a message says, whatever its case, accents and how much white space is around and between its words: enough to know it again, too little to read it out of the storage. */
export function digestOf(folded) {
  let first = 0x811c9dc5;
  let second = 0x9e3779b1;
  for (const c of folded.join('').trim().replace(/\s+/gu, ' ')) {
    const code = c.codePointAt(0);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ (code + (first >>> 16)), 0x85ebca6b);
    second ^= second >>> 13;
  }
  return (first >>> 0).toString(36) + '-' + (second >>> 0).toString(36);
}
