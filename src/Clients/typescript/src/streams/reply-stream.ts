import { PolicyUnsupportedError } from '../errors/policy-error.js';
import type { Channel } from '../calls/channel.js';
import type { CheckOutputResponse, ReleasePace } from '../generated/aidesk/policy/v1/checks.js';
import type { Decision } from '../generated/aidesk/policy/v1/decision.js';
import type { CallOptions } from '../options.js';
import type { CheckOutput, StreamOutput } from '../requests.js';
import { releaseByRpc } from './by-rpc.js';
import { releaseBySentence } from './by-sentence.js';
import { PartQueue } from './part-queue.js';

/** Asks about the reply as it stands. */
export type AskWhole = (request: CheckOutput) => Promise<CheckOutputResponse>;

/** What a way of releasing gives: text that may be sent, then the decision on the whole. */
export type Release = AsyncGenerator<string, Decision, void>;

/**
 * A reply on its way through the policy. Iterate over it, once, for the text that may be sent; all of it together is the reply. Then `decision` says what was
 * decided on the whole: unless it allows, what was sent is only the beginning, and something has to be said instead of the rest. Iterating throws a PolicyError
 * when there is no decision; then nothing more may be sent either.
 */
export class ReplyStream implements AsyncIterable<string> {
  readonly #parts: PartQueue;
  readonly #release: Release;
  #decision: Decision | undefined;

  constructor(channel: Channel, request: StreamOutput, parts: AsyncIterable<string> | Iterable<string>, options: CallOptions, askWhole: AskWhole) {
    this.#parts = new PartQueue(parts);
    this.#release = this.#start(channel, request, options, askWhole);
  }

  /** The decision on the whole; undefined until the iteration has ended. */
  get decision(): Decision | undefined {
    return this.#decision;
  }

  /** How it is released: as it comes, by sentences, or all at the end; undefined until the service has said so. */
  get pace(): ReleasePace | undefined {
    return this.#parts.pace;
  }

  /** Nothing more of this reply will be released: its writer can be stopped. */
  get stopped(): boolean {
    return this.#parts.stopped;
  }

  [Symbol.asyncIterator](): AsyncGenerator<string, Decision, void> {
    return this.#release;
  }

  async *#start(channel: Channel, request: StreamOutput, options: CallOptions, askWhole: AskWhole): Release {
    try {
      this.#decision = yield* releaseByRpc(channel, request, this.#parts, options);
    } catch (error) {
      // A service from before CheckOutputStream: hold back by sentences. No part was read yet.
      if (!(error instanceof PolicyUnsupportedError)) throw error;
      this.#decision = yield* releaseBySentence(request, this.#parts, askWhole);
    } finally {
      this.#parts.close();
    }
    return this.#decision;
  }
}
