import { createHash } from 'node:crypto';
import type { PolicyClient } from '../client.js';
import type { CheckToolCallResponse } from '../generated/aidesk/policy/v1/checks.js';

/** Calls that are remembered; the oldest go first. A forgotten call is asked about again, never passed. */
const most = 4096;

interface Entry {
  checked?: CheckToolCallResponse;
  /** Raw outputs by their hash, as the policy lets the model see them. */
  readonly outputs: Map<string, unknown>;
}

/** What the middleware and the guarded tools of one client know of the same tool calls. */
export class CallBook {
  readonly #entries = new Map<string, Entry>();

  private static readonly books = new WeakMap<PolicyClient, CallBook>();

  static of(client: PolicyClient): CallBook {
    let book = CallBook.books.get(client);
    if (!book) CallBook.books.set(client, (book = new CallBook()));
    return book;
  }

  check(runId: string, callId: string, answer: CheckToolCallResponse): void {
    this.#entry(runId, callId).checked = answer;
  }

  /** Takes the answer out: a decision is carried out once. */
  take(runId: string, callId: string): CheckToolCallResponse | undefined {
    const entry = this.#entries.get(key(runId, callId));
    const answer = entry?.checked;
    if (entry) delete entry.checked;
    return answer;
  }

  /** `seen` is what the model may see where the call's output is `output`. */
  filter(runId: string, callId: string, output: unknown, seen: unknown): void {
    this.#entry(runId, callId).outputs.set(hash(output), seen);
  }

  /** What the model may see of this output; undefined when it was not filtered yet. */
  filtered(runId: string, callId: string, output: unknown): unknown {
    return this.#entries.get(key(runId, callId))?.outputs.get(hash(output));
  }

  #entry(runId: string, callId: string): Entry {
    const name = key(runId, callId);
    const entry = this.#entries.get(name) ?? { outputs: new Map<string, unknown>() };
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    if (this.#entries.size > most) this.#entries.delete(this.#entries.keys().next().value as string);
    return entry;
  }
}

const key = (runId: string, callId: string) => `${runId}\u0000${callId}`;
const hash = (output: unknown) => createHash('sha256').update(JSON.stringify(output) ?? '').digest('base64');
