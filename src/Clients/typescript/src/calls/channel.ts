import { Metadata, status, type ChannelOptions, type ServiceError } from '@grpc/grpc-js';
import { toPolicyError } from '../errors/from-grpc.js';
import { PolicyAuthenticationError, type PolicyError } from '../errors/policy-error.js';
import { PolicyServiceClient } from '../generated/aidesk/policy/v1/policy_service.js';
import { defaults, wholeNumber, type ClientOptions } from '../options.js';
import { readEndpoint } from './endpoint.js';
import { passTraceOn } from './telemetry.js';
import { Tokens } from './tokens.js';

const fourMiB = 4 * 1024 * 1024;

/** A sidecar that comes back is found within a second; a message that the service would refuse is not sent. */
const channelOptions: ChannelOptions = {
  'grpc.initial_reconnect_backoff_ms': 50,
  'grpc.max_reconnect_backoff_ms': 1000,
  'grpc.max_send_message_length': fourMiB,
  'grpc.max_receive_message_length': fourMiB,
};

/** The one channel of a client, and what every call on it shares. */
export class Channel {
  readonly stub: PolicyServiceClient;
  readonly tokens: Tokens;
  readonly address: string;
  readonly deadlineMs: number;
  readonly attempts: number;
  #closed = false;

  constructor(options: ClientOptions) {
    this.address = options.address ?? defaults.address;
    this.deadlineMs = readDeadline(options.deadlineMs ?? defaults.deadlineMs);
    this.attempts = wholeNumber('attempts', options.attempts ?? defaults.attempts, 1, 10);
    this.tokens = new Tokens(options.token);
    const endpoint = readEndpoint(this.address, options.tls);
    this.stub = new PolicyServiceClient(endpoint.target, endpoint.credentials, { ...channelOptions, ...endpoint.channelOptions });
  }

  /** After this nothing is asked any more, and what is in flight ends. */
  close(): void {
    this.#closed = true;
    this.stub.close();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Headers of one call. */
  headers(token: string): Metadata {
    const metadata = new Metadata();
    if (token !== '') metadata.set('authorization', `Bearer ${token}`);
    passTraceOn(metadata);
    return metadata;
  }

  error(error: ServiceError, rpc: string, attempts: number, deadlineMs: number): PolicyError {
    return toPolicyError(error, rpc, attempts, this.address, deadlineMs);
  }

  /** The provider, not the service, has failed: there is nothing to call with. */
  tokenError(cause: unknown, rpc: string, attempts: number): PolicyError {
    const said = cause instanceof Error ? cause.message : String(cause);
    return new PolicyAuthenticationError(
      `${rpc} failed: the token provider failed: ${said.replace(/\.$/, '')}. See that it returns a bearer token in time. [UNAUTHENTICATED]`,
      { rpc, code: 'UNAUTHENTICATED', attempts },
      cause,
    );
  }
}

export const readDeadline = (value: number) => wholeNumber('deadlineMs', value, 1, 600_000);

/** A failure that the client itself finds, in the shape of those that the transport finds. */
export function localFailure(code: status, details: string): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata: new Metadata() });
}
