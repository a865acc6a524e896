/** Where a token comes from. A function is asked when a token is first needed, shortly before it expires, and once more when the service refuses it. */
export type TokenProvider = string | ((why: TokenRequest) => string | Promise<string>);

/** Why a token is asked for. */
export interface TokenRequest {
  /** The service has refused this token: a cached one will not do. */
  readonly rejected?: string;
  /** Aborted after 10 seconds. */
  readonly signal: AbortSignal;
}

/** TLS of the connection, each text as PEM. */
export interface TlsOptions {
  /** Authorities that may have signed the service's certificate; the system's without it. */
  readonly ca?: string | Uint8Array;
  /** The client's own certificate, for a service that asks for one; `key` goes with it. */
  readonly certificate?: string | Uint8Array;
  readonly key?: string | Uint8Array;
  /** Name that the certificate must be for, where it is not the address's host. */
  readonly serverName?: string;
}

/** How a client reaches the service. */
export interface ClientOptions {
  /** `host:port` or `http://host:port` in cleartext, `https://host:port` for TLS, `unix:/path`. Default `http://127.0.0.1:7070`. */
  readonly address?: string;
  /** The bearer token of the calls. Without one they go without, and a service that reads the tenant from tokens refuses them. */
  readonly token?: TokenProvider;
  /** TLS settings; allowed with `https://` only. */
  readonly tls?: TlsOptions;
  /** How long a call may take in all, retries included, in milliseconds: 1 to 600,000. Default 250. */
  readonly deadlineMs?: number;
  /** Most calls that one question may make when the service does not answer: 1 to 10. Default 3. Only questions that are safe to repeat are repeated. */
  readonly attempts?: number;
}

/** Of one call. */
export interface CallOptions {
  /** As in ClientOptions, for this call. For a stream: from its last part to its decision. */
  readonly deadlineMs?: number;
  /** Aborts the call; it then fails with PolicyAbortedError. */
  readonly signal?: AbortSignal;
}

/** Of a check. */
export interface CheckOptions extends CallOptions {
  /**
   * What to do when the service is down, late or overloaded. `throw`, the default, fails closed. `allow` answers an ALLOW of the client's own: `degraded`, with no
   * checks, no decision id and no decision token. Never for a wrong token, a faulty request or an old service.
   */
  readonly whenUnavailable?: 'throw' | 'allow';
}

export const defaults = { address: 'http://127.0.0.1:7070', deadlineMs: 250, attempts: 3 } as const;

/** Throws a RangeError that names `name` unless `value` is a whole number in the range. */
export function wholeNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}.`);
}
