import { status, type CallOptions as GrpcCallOptions, type ClientUnaryCall, type Metadata, type ServiceError } from '@grpc/grpc-js';
import type { PolicyError } from '../errors/policy-error.js';
import type { CallOptions } from '../options.js';
import { localFailure, readDeadline, type Channel } from './channel.js';
import { offAbort, onAbort } from './on-abort.js';

/** A method of the bare stub. */
export type Method<Q, R> = (request: Q, metadata: Metadata, options: Partial<GrpcCallOptions>, callback: (error: ServiceError | null, response: R) => void) => ClientUnaryCall;

/** One question: what is asked, of which method, and whether it may be asked again. */
export interface Question<Q, R> {
  readonly rpc: string;
  readonly method: Method<Q, R>;
  readonly request: Q;
  /** The service answers a repetition as it answered the first, and counts once. */
  readonly repeatable: boolean;
}

/** First pause before a repetition, in milliseconds; each further one is twice as long. */
const firstPauseMs = 10;

/** Asks until there is an answer, a failure that repeating does not help, or no time left. Fails with a PolicyError, always. */
export async function ask<Q, R>(channel: Channel, question: Question<Q, R>, options: CallOptions = {}): Promise<R> {
  const deadlineMs = options.deadlineMs === undefined ? channel.deadlineMs : readDeadline(options.deadlineMs);
  const deadline = Date.now() + deadlineMs;
  let refreshed = false;
  let pauseMs = firstPauseMs;
  for (let attempt = 1; ; attempt++) {
    const fail = (error: ServiceError): PolicyError => channel.error(error, question.rpc, attempt, deadlineMs);
    if (options.signal?.aborted) throw fail(aborted());
    const token = channel.tokens.current ?? await tokenFor(channel, question.rpc, attempt, deadline, deadlineMs, options.signal);
    const answer = await once(channel, question, token, deadline, options.signal);
    if (!('code' in answer)) return answer.response;
    if (answer.code === status.UNAUTHENTICATED && channel.tokens.canRefresh && !refreshed) {
      refreshed = true;
      channel.tokens.reject(token);
    } else if (answer.code === status.UNAVAILABLE && question.repeatable && attempt < channel.attempts && Date.now() + pauseMs < deadline) {
      await pause(pauseMs * (0.5 + Math.random()), options.signal);
      pauseMs *= 2;
    } else {
      throw fail(answer);
    }
  }
}

function once<Q, R>(channel: Channel, question: Question<Q, R>, token: string, deadline: number, signal: AbortSignal | undefined): Promise<{ response: R } | ServiceError> {
  if (channel.isClosed) return Promise.resolve(closed());
  const headers = channel.headers(token);
  return new Promise((resolve) => {
    const call = question.method.call(channel.stub, question.request, headers, { deadline }, (error, response) => {
      if (signal) offAbort(signal, cancel);
      resolve(error ?? { response });
    });
    const cancel = () => call.cancel();
    if (signal) onAbort(signal, cancel);
  });
}

export const closed = () => localFailure(status.FAILED_PRECONDITION, 'the client was closed, so make another');
const aborted = () => localFailure(status.CANCELLED, 'aborted by the caller');

/** The token, within the call's time; as a PolicyError when there is none. */
export async function tokenFor(
  channel: Channel, rpc: string, attempt: number, deadline: number, deadlineMs: number, signal: AbortSignal | undefined,
): Promise<string> {
  const waiting = new AbortController();
  const abort = () => waiting.abort();
  const timer = setTimeout(abort, Math.max(0, deadline - Date.now()));
  if (signal) onAbort(signal, abort);
  try {
    return await channel.tokens.fetch(waiting.signal);
  } catch (cause) {
    if (signal?.aborted) throw channel.error(aborted(), rpc, attempt, deadlineMs);
    if (waiting.signal.aborted) throw channel.error(localFailure(status.DEADLINE_EXCEEDED, 'no token'), rpc, attempt, deadlineMs);
    throw channel.tokenError(cause, rpc, attempt);
  } finally {
    clearTimeout(timer);
    if (signal) offAbort(signal, abort);
  }
}

/** Ends early when the signal aborts; the next attempt then says so. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      if (signal) offAbort(signal, end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal) onAbort(signal, end);
  });
}
