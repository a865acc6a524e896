/** What a person may be told, in the seven languages of AiDesk. */
export type GuardLanguage = 'en' | 'es' | 'fr' | 'de' | 'it' | 'pt' | 'nl';

/** The languages, as the first part of a BCP 47 tag. */
export const languages: readonly GuardLanguage[];

/** Why a message is not sent. */
export type GuardReason =
  | 'empty'
  | 'too_short'
  | 'too_long'
  | 'symbols_only'
  | 'prompt_injection'
  | 'forbidden_content'
  | 'spam'
  | 'duplicate'
  | 'session_blocked';

/** Keys of the sentences that the guard itself can say; the server has more. */
export type GuardKey = 'guard.warning1' | 'guard.warning2' | 'guard.blocked' | 'guard.tooLong' | 'guard.invalidContent' | 'guard.duplicate';

export interface GuardOptions {
  /** A BCP 47 tag, as `pt-BR` or `de_AT`; the page's `lang` when it is absent, English when it is none of the seven languages. */
  locale?: string;
  /** Where strikes are kept; `sessionStorage` when it is absent. Null, or one that throws: they last as long as the page. */
  storage?: Pick<Storage, 'getItem' | 'setItem'> | null;
  /** Key in the storage: one per conversation and tenant. Default `chat-guard`. */
  key?: string;
  /** Fewest code points that are drawn, 1 and up; default 2. */
  minLength?: number;
  /** Most code points of the whole text, 1 and up; default 2,000. */
  maxLength?: number;
  /** Strikes at which the input is disabled, 1 and up; default 3. */
  blockAt?: number;
  /** The time, in milliseconds since 1970; default `Date.now`. */
  now?: () => number;
}

export interface GuardVerdict {
  /** The message may be sent. */
  readonly allowed: boolean;
  /** No message may be sent any more: the input is to be disabled. */
  readonly blocked: boolean;
  /** Strikes of this session, this one included, 0 to `blockAt`. */
  readonly strikes: number;
  /** The sentence to show, in the guard's language; null when there is none. Plain text. */
  readonly warning: string | null;
  /** Its key in the message file; null when there is none. */
  readonly key: GuardKey | null;
  /** Null when the message may be sent. */
  readonly reason: GuardReason | null;
}

/** What the server said of a message or of the session. What is absent changes nothing. */
export interface ServerWord {
  /** Strikes that count now, 0 and up. */
  readonly strikes?: number;
  /** True: the session is over. False: it is not, whatever was counted here. When it is absent, the key `guard.blocked` says true. */
  readonly blocked?: boolean;
  /** When the block ends, in milliseconds since 1970; in 24 hours when it is absent. */
  readonly blockedUntil?: number;
  /** Key of its sentence, as `user_message.key` of a decision. */
  readonly key?: string;
  /** Its sentence, as `user_message.text`; shown as it is. When it is absent, the guard's own for the key, if it has one. */
  readonly text?: string;
}

export interface AttachedGuard {
  /** Takes the server's word, shows its sentence, disables the input or enables it again. With a key, the message that was submitted last may be sent again. */
  server(word: ServerWord): void;
  /** Looks at the strikes again; done by itself when the page is shown. */
  refresh(): void;
  /** Stops listening, and enables what it had disabled. */
  detach(): void;
}

export interface ChatGuard {
  /** The language of its sentences. */
  readonly locale: GuardLanguage;
  /** Judges a message that is about to be sent, counts a strike where one is due, and remembers it when it is allowed. Never throws, whatever it is given. */
  check(text: unknown): GuardVerdict;
  /** Judges a text by itself: counts nothing, remembers nothing, and knows neither repeats nor blocks. Null when it may be sent. */
  judge(text: unknown): Exclude<GuardReason, 'duplicate' | 'session_blocked'> | null;
  /** Forgets that a message was sent: sending it failed, and it may be sent again. */
  release(text: unknown): void;
  /** How the session stands, without a message. */
  state(): GuardVerdict;
  /** Takes the server's word for strikes and block. */
  sync(word: ServerWord): void;
  /** The sentence of a word of the server; null when there is none. */
  textOf(word: ServerWord): string | null;
  /**
   * Wires a form: what is stopped is neither submitted nor seen by the form's other listeners; the reason is written to `output`, which is made a live region and described to
   * the input; a blocked session disables the input and the form's submit buttons.
   */
  attach(form: HTMLFormElement, input: HTMLInputElement | HTMLTextAreaElement, output: HTMLElement): AttachedGuard;
}

/** A guard for one conversation. Unknown or unsound options are their defaults. */
export function createChatGuard(options?: GuardOptions): ChatGuard;
