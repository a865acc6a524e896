import type { TokenProvider } from '../options.js';

/** A token is fetched anew when it has less than this left. */
const spareMs = 10_000;
/** A token that does not say when it expires is fetched anew after this. */
const opaqueLifetimeMs = 60_000;

/** A provider is told to give up after this; calls that need the token wait no longer than their own deadline. */
const fetchMs = 10_000;

/** Tokens of one client: fetched once for all calls that wait for one, kept until shortly before they expire. */
export class Tokens {
  readonly #provider: TokenProvider | undefined;
  #current: string | undefined;
  #staleAt = 0;
  #rejected: string | undefined;
  #fetch: Promise<string> | undefined;

  constructor(provider: TokenProvider | undefined) {
    if (provider !== undefined && typeof provider !== 'function' && !isToken(provider)) {
      throw new TypeError('token must be a bearer token (printable ASCII, without the end of its line) or a function that fetches one.');
    }
    this.#provider = provider;
  }

  /** Whether a refused token can be replaced. */
  get canRefresh(): boolean {
    return typeof this.#provider === 'function';
  }

  /** A good token, when there is one already; empty when calls go without. */
  get current(): string | undefined {
    if (typeof this.#provider !== 'function') return this.#provider ?? '';
    return Date.now() < this.#staleAt ? this.#current : undefined;
  }

  /** A token from the provider. Rejects when the provider does, or when `signal` aborts first. */
  fetch(signal: AbortSignal): Promise<string> {
    if (typeof this.#provider !== 'function') return Promise.resolve(this.#provider ?? '');
    this.#fetch ??= this.#ask(this.#provider).finally(() => (this.#fetch = undefined));
    return abortable(this.#fetch, signal);
  }

  /** The service has refused this token. */
  reject(token: string): void {
    if (this.#current !== token) return;
    this.#rejected = token;
    this.#current = undefined;
  }

  async #ask(provider: Exclude<TokenProvider, string>): Promise<string> {
    const signal = AbortSignal.timeout(fetchMs);
    const rejected = this.#rejected;
    const token = await abortable(Promise.resolve(provider(rejected === undefined ? { signal } : { rejected, signal })), signal);
    if (!isToken(token)) throw new TypeError('The token provider gave no token: it must return a bearer token, which is printable ASCII, without the end of its line.');
    this.#rejected = undefined;
    this.#current = token;
    this.#staleAt = staleAt(token);
    return token;
  }
}

/** Whether it can stand in a header; a line's end from a file cannot. */
const isToken = (token: unknown) => typeof token === 'string' && /^[!-~](?:[ -~]*[!-~])?$/.test(token);

/** When a token is to be replaced, by its own `exp`. Nothing is verified here: the service does that. */
function staleAt(token: string): number {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { exp?: unknown };
    if (typeof exp === 'number') return exp * 1000 - spareMs;
  } catch {
    // An opaque token.
  }
  return Date.now() + opaqueLifetimeMs;
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
