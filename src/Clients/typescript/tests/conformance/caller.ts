import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { errorInfo } from '../../src/errors/from-grpc.js';
import * as libraryChecks from '../../src/generated/aidesk/policy/v1/checks.js';
import * as library from '../../src/generated/aidesk/policy/v1/policy_service.js';
import { PolicyClient, PolicyError, type StreamOutput } from '../../src/index.js';
import * as checks from '../generated/aidesk/policy/v1/checks.js';
import * as admin from '../generated/aidesk/policy/v1/policy_admin.js';
import * as service from '../generated/aidesk/policy/v1/policy_service.js';
import type { Json, JsonObject } from './cases.js';

/** A message as the cases write it: the protos' JSON. */
interface Message {
  fromJSON(object: unknown): any;
  toJSON(message: any): unknown;
  encode(message: any): { finish(): Uint8Array };
  decode(bytes: Uint8Array): any;
}
const messages = { ...checks, ...service, ...admin } as unknown as Readonly<Record<string, Message>>;
const requests = { ...libraryChecks, ...library } as unknown as Readonly<Record<string, Message>>;
const deadlineMs = 60_000;

/** The answer, or the error, as a case expects it. */
export type Answer = { readonly response: JsonObject } | { readonly error: JsonObject };

export const isAdmin = (rpc: string) => !(methodOf(rpc) in library.PolicyServiceService);
const methodOf = (rpc: string) => (rpc[0] as string).toLowerCase() + rpc.slice(1);
const message = (name: string): Message => messages[name] ?? fail(`the protos have no message ${name}`);
const fail = (text: string): never => {
  throw new Error(text);
};

/** Asks the service through this package's client. The administration, which the client does not have, is asked through the bare channel. */
export class Caller {
  readonly #clients = new Map<string | null, PolicyClient>();
  readonly #bare: Client;

  constructor(private readonly address: string) {
    this.#bare = new Client(address, credentials.createInsecure());
  }

  async call(rpc: string, json: JsonObject, token: string | null): Promise<Answer> {
    try {
      if (rpc === 'CheckOutputStream') return { response: await this.#stream(json, token) };
      const bytes = isAdmin(rpc) ? await this.#askBare(rpc, json, token) : await this.#askClient(rpc, json, token);
      return { response: withProtoNames(message(`${rpc}Response`).toJSON(message(`${rpc}Response`).decode(bytes)) as JsonObject) as JsonObject };
    } catch (error) {
      const cause = (error instanceof PolicyError ? error.cause : error) as ServiceError;
      if (typeof cause?.code !== 'number') throw error;
      const info = errorInfo(cause);
      return { error: { code: status[cause.code] as string, message: cause.details, ...(info ? { reason: info.reason, domain: info.domain, metadata: info.metadata } : {}) } };
    }
  }

  async #askClient(rpc: string, json: JsonObject, token: string | null): Promise<Uint8Array> {
    const method = methodOf(rpc);
    const { responseSerialize } = library.PolicyServiceService[method as 'checkInput'];
    const client = this.#clientOf(token) as unknown as Record<string, (request: unknown) => Promise<never>>;
    return responseSerialize(await (client[method] ?? fail(`the client has no ${method}`)).call(client, (requests[`${rpc}Request`] as Message).fromJSON(json)));
  }

  /** All that a stream answers, as one: `open` and `chunks` in, pace, text, stopped and decision out. */
  async #stream({ open, chunks }: JsonObject, token: string | null): Promise<JsonObject> {
    const reply = this.#clientOf(token).streamOutput(libraryChecks.CheckOutputStreamOpen.fromJSON(open) as StreamOutput, chunks as string[]);
    let text = '';
    for await (const released of reply) text += released;
    const answer = message('CheckOutputStreamResponse').toJSON({ text, stopped: reply.stopped, pace: reply.pace, decision: reply.decision });
    return withProtoNames(answer as JsonObject) as JsonObject;
  }

  #askBare(rpc: string, json: JsonObject, token: string | null): Promise<Uint8Array> {
    const bytes = Buffer.from(message(`${rpc}Request`).encode(message(`${rpc}Request`).fromJSON(json)).finish());
    const metadata = new Metadata();
    if (token !== null) metadata.set('authorization', `Bearer ${token}`);
    return new Promise((resolve, reject) => {
      this.#bare.makeUnaryRequest<Buffer, Buffer>(`/aidesk.policy.v1.PolicyAdminService/${rpc}`, (one) => one, (one) => one, bytes, metadata, { deadline: Date.now() + deadlineMs },
        (error, answer) => (error ? reject(error) : resolve(answer as Buffer)));
    });
  }

  #clientOf(token: string | null): PolicyClient {
    let client = this.#clients.get(token);
    if (!client) this.#clients.set(token, (client = new PolicyClient({ address: this.address, deadlineMs, ...(token === null ? {} : { token }) })));
    return client;
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#bare.close();
  }
}

/** The cases have the protos' own field names. What is JSON of its own, a schema, keeps its names. */
function withProtoNames(json: Json): Json {
  if (Array.isArray(json)) return json.map((item: Json) => withProtoNames(item));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), name === 'argumentsSchema' ? value : withProtoNames(value as Json)]));
}
