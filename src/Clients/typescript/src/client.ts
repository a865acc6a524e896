import { Channel } from './calls/channel.js';
import { ask, type Method } from './calls/unary.js';
import * as checks from './generated/aidesk/policy/v1/checks.js';
import * as service from './generated/aidesk/policy/v1/policy_service.js';
import { mayGoOn, uncheckedDecision } from './local-answers.js';
import type { CallOptions, CheckOptions, ClientOptions } from './options.js';
import type * as requests from './requests.js';
import { ReplyStream } from './streams/reply-stream.js';

/**
 * Asks a PolicyService. One client holds one channel, shared by all its calls and by every middleware that is given it: make one for the process.
 * Whatever keeps a decision from being known is thrown as a PolicyError; what the policy forbids is an answer.
 */
export class PolicyClient {
  readonly #channel: Channel;

  /** Throws TypeError or RangeError for options that cannot be right. Connects at the first call. */
  constructor(options: ClientOptions) {
    this.#channel = new Channel(options);
  }

  /** Asked before every LLM call. Repeated on an outage when it has a requestId. */
  checkInput(request: requests.CheckInput, options?: CheckOptions): Promise<checks.CheckInputResponse> {
    const message = checks.CheckInputRequest.fromPartial(request);
    return this.#check('CheckInput', this.#channel.stub.checkInput, message, options, (error) =>
      // Untrusted texts that nobody cleaned are not handed back as clean.
      checks.CheckInputResponse.fromPartial({ decision: uncheckedDecision(error) }),
    );
  }

  /** Asked before a tool runs. Repeated on an outage when it has a requestId. */
  checkToolCall(request: requests.CheckToolCall, options?: CheckOptions): Promise<checks.CheckToolCallResponse> {
    const message = checks.CheckToolCallRequest.fromPartial(request);
    return this.#check('CheckToolCall', this.#channel.stub.checkToolCall, message, options, (error) =>
      checks.CheckToolCallResponse.fromPartial({ decision: uncheckedDecision(error), canonicalArgumentsJson: message.argumentsJson }),
    );
  }

  /** Asked after a tool ran. There is no going on without an answer: raw output never reaches a model. Repeated on an outage when it has a requestId. */
  filterToolOutput(request: requests.FilterToolOutput, options?: CallOptions): Promise<checks.FilterToolOutputResponse> {
    const message = checks.FilterToolOutputRequest.fromPartial(request);
    return this.#ask('FilterToolOutput', this.#channel.stub.filterToolOutput, message, message.requestId !== '', options);
  }

  /** Asked before a reply leaves, whoever wrote it. Repeated on an outage when it has a requestId. */
  checkOutput(request: requests.CheckOutput, options?: CheckOptions): Promise<checks.CheckOutputResponse> {
    const message = checks.CheckOutputRequest.fromPartial(request);
    return this.#check('CheckOutput', this.#channel.stub.checkOutput, message, options, (error) =>
      checks.CheckOutputResponse.fromPartial({ decision: uncheckedDecision(error) }),
    );
  }

  /** CheckOutput for a reply that is still being written: iterate over the result for what of `parts` may be sent already. Never repeated. */
  streamOutput(request: requests.StreamOutput, parts: AsyncIterable<string> | Iterable<string>, options?: CallOptions): ReplyStream {
    return new ReplyStream(this.#channel, request, parts, options ?? {}, (whole) => this.checkOutput(whole, options));
  }

  /** Says after the work what it cost, and how it went. Idempotent, so repeated on an outage. */
  settle(request: requests.Settle, options?: CallOptions): Promise<service.SettleResponse> {
    return this.#ask('Settle', this.#channel.stub.settle, service.SettleRequest.fromPartial(request), true, options);
  }

  /** A person's word on a held call or a review; needs a token of role `approver` or `admin`. Idempotent, so repeated on an outage. */
  resolveApproval(request: requests.ResolveApproval, options?: CallOptions): Promise<service.ResolveApprovalResponse> {
    return this.#ask('ResolveApproval', this.#channel.stub.resolveApproval, service.ResolveApprovalRequest.fromPartial(request), true, options);
  }

  /** Consumes a decision token just before the effect: run it only on REDEEM_STATE_REDEEMED. Repeated on an outage. */
  redeemDecision(request: requests.RedeemDecision, options?: CallOptions): Promise<service.RedeemDecisionResponse> {
    const message = service.RedeemDecisionRequest.fromPartial(request);
    return this.#ask('RedeemDecision', this.#channel.stub.redeemDecision, message, message.requestId !== '', options);
  }

  /** The tools that the model may be offered. Counts nothing, so repeated on an outage. */
  listTools(request: requests.ListTools, options?: CallOptions): Promise<service.ListToolsResponse> {
    return this.#ask('ListTools', this.#channel.stub.listTools, service.ListToolsRequest.fromPartial(request), true, options);
  }

  /** Closes the channel; calls in flight end. */
  close(): void {
    this.#channel.close();
  }

  async #check<Q extends { requestId: string }, R>(
    rpc: string, method: Method<Q, R>, request: Q, options: CheckOptions | undefined, unchecked: (error: Parameters<typeof uncheckedDecision>[0]) => R,
  ): Promise<R> {
    try {
      return await this.#ask(rpc, method, request, request.requestId !== '', options);
    } catch (error) {
      if (mayGoOn(error, options)) return unchecked(error);
      throw error;
    }
  }

  #ask<Q, R>(rpc: string, method: Method<Q, R>, request: Q, repeatable: boolean, options: CallOptions | undefined): Promise<R> {
    return ask(this.#channel, { rpc, method, request, repeatable }, options);
  }
}
