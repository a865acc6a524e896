import { status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { localFailure, readDeadline, type Channel } from '../calls/channel.js';
import { offAbort, onAbort } from '../calls/on-abort.js';
import { closed, tokenFor } from '../calls/unary.js';
import { CheckOutputStreamOpen, type CheckOutputStreamRequest, type CheckOutputStreamResponse } from '../generated/aidesk/policy/v1/checks.js';
import type { Decision } from '../generated/aidesk/policy/v1/decision.js';
import type { CallOptions } from '../options.js';
import type { StreamOutput } from '../requests.js';
import type { PartQueue } from './part-queue.js';
import type { Release } from './reply-stream.js';

const rpc = 'CheckOutputStream';
/** Most UTF-16 units that the service takes in one message. */
const longestPart = 65_536;
/** A model may think for longer than the 60 seconds that the service waits between two messages: it is told so often that the reply goes on. */
const idleMs = 20_000;

type Call = ClientDuplexStream<CheckOutputStreamRequest, CheckOutputStreamResponse>;

/** Through CheckOutputStream: parts in, released text out. The deadline counts for the opening, and again from the last part on; between, a model may think. */
export async function* releaseByRpc(channel: Channel, request: StreamOutput, parts: PartQueue, options: CallOptions): Release {
  const deadlineMs = options.deadlineMs === undefined ? channel.deadlineMs : readDeadline(options.deadlineMs);
  let attempt = 1;
  for (; ; attempt++) {
    const token = channel.tokens.current ?? await tokenFor(channel, rpc, attempt, Date.now() + deadlineMs, deadlineMs, options.signal);
    if (channel.isClosed) throw channel.error(closed(), rpc, attempt, deadlineMs);
    const stream = new StreamCall(channel.stub.checkOutputStream(channel.headers(token)), deadlineMs, options.signal);
    try {
      return yield* stream.run(request, parts);
    } catch (error) {
      if (!isServiceError(error)) throw error;
      // Refused before it was answered, and so before anything was read from the source.
      if (error.code === status.UNAUTHENTICATED && attempt === 1 && !stream.opened && channel.tokens.canRefresh) channel.tokens.reject(token);
      else throw channel.error(error, rpc, attempt, deadlineMs);
    } finally {
      stream.close();
    }
  }
}

class StreamCall {
  readonly #call: Call;
  readonly #deadlineMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #cancel: () => void;
  #timer: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  #late = false;
  #closed = false;
  /** The service has answered `open`. */
  opened = false;

  constructor(call: Call, deadlineMs: number, signal: AbortSignal | undefined) {
    this.#call = call;
    this.#deadlineMs = deadlineMs;
    this.#signal = signal;
    this.#cancel = () => call.cancel();
    if (signal?.aborted) call.cancel();
    if (signal) onAbort(signal, this.#cancel);
  }

  async *run(request: StreamOutput, parts: PartQueue): Release {
    const answers = this.#call[Symbol.asyncIterator]() as AsyncIterator<CheckOutputStreamResponse, void>;
    let fault: unknown;
    let decision: Decision | undefined;
    try {
      this.#allow();
      this.#call.write({ open: CheckOutputStreamOpen.fromPartial(request) });
      for (let feeding = false; ; ) {
        const { value: answer, done } = await answers.next();
        if (fault) throw fault;
        // After the decision comes the end of the stream: leaving before it would look like a reply that broke off.
        if (done && decision) return decision;
        if (done) throw localFailure(status.INTERNAL, 'the stream ended without a decision');
        if (!feeding) {
          feeding = true;
          this.opened = true;
          parts.pace = answer.pace;
          clearTimeout(this.#timer);
          void this.#feed(parts).catch((error: unknown) => {
            fault = error;
            this.#call.cancel();
          });
        }
        if (answer.stopped) parts.stopped = true;
        if (answer.text !== '') yield answer.text;
        decision = answer.decision;
      }
    } catch (error) {
      if (fault) throw fault;
      throw this.#late ? localFailure(status.DEADLINE_EXCEEDED, 'late') : error;
    }
  }

  async #feed(parts: PartQueue): Promise<void> {
    this.#idle = setInterval(() => this.#call.write({ text: '' }), idleMs).unref();
    for (let part = await parts.read(); part !== undefined; part = await parts.read()) {
      for (let start = 0; start < part.length; ) {
        const end = cut(part, start);
        if (!this.#call.write({ text: part.slice(start, end) })) await this.#drained();
        start = end;
      }
    }
    clearInterval(this.#idle);
    if (this.#closed) return;
    this.#allow();
    this.#call.write({ end: {} });
    this.#call.end();
  }

  /** Until the transport takes more, or the call is over. */
  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        for (const event of ['drain', 'close', 'error', 'status']) this.#call.removeListener(event, go);
        resolve();
      };
      for (const event of ['drain', 'close', 'error', 'status']) this.#call.once(event, go);
    });
  }

  #allow(): void {
    this.#timer = setTimeout(() => {
      this.#late = true;
      this.#call.cancel();
    }, this.#deadlineMs);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#idle);
    clearTimeout(this.#timer);
    if (this.#signal) offAbort(this.#signal, this.#cancel);
    // Cancelling a call that is over does nothing; its late errors are nobody's.
    this.#call.on('error', () => undefined);
    this.#call.cancel();
  }
}

/** Where a message ends that begins at `start`: never inside of a surrogate pair, which would not be text. */
function cut(part: string, start: number): number {
  const end = Math.min(part.length, start + longestPart);
  const splits = end < part.length && /[\ud800-\udbff]/.test(part[end - 1] as string);
  return splits ? end - 1 : end;
}

const isServiceError = (error: unknown): error is ServiceError => error instanceof Error && typeof (error as Partial<ServiceError>).code === 'number' && 'metadata' in error;
