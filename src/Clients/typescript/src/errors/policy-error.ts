import type { Decision } from '../generated/aidesk/policy/v1/decision.js';

/** What is known of a call that ended without a decision. */
export interface FailedCall {
  /** The RPC, as "CheckInput". */
  readonly rpc: string;
  /** Name of the gRPC status, as "UNAVAILABLE". */
  readonly code: string;
  /** The service's reason, one of `ErrorReason` without its prefix, as "TOKEN_EXPIRED"; undefined when the service gave none. */
  readonly reason?: string | undefined;
  /** Path of the field at fault, as "context.session_id"; undefined when it is none. */
  readonly field?: string | undefined;
  /** What else the service said with the reason, as `role`. */
  readonly details?: Readonly<Record<string, string>>;
  /** Calls that were made in all. */
  readonly attempts: number;
}

/**
 * No decision was made, or none became known: the action must not go on. What a policy forbids is never one of these but a decision.
 * The message says what to do about it.
 */
export class PolicyError extends Error {
  readonly rpc: string;
  readonly code: string;
  readonly reason: string | undefined;
  readonly field: string | undefined;
  readonly details: Readonly<Record<string, string>>;
  readonly attempts: number;

  constructor(message: string, call: FailedCall, cause?: unknown) {
    super(message, { cause });
    this.name = new.target.name;
    this.rpc = call.rpc;
    this.code = call.code;
    this.reason = call.reason;
    this.field = call.field;
    this.details = call.details ?? {};
    this.attempts = call.attempts;
  }
}

/** The service, or something it cannot do without, does not answer. */
export class PolicyUnavailableError extends PolicyError {}
/** The answer did not come in time. */
export class PolicyDeadlineError extends PolicyError {}
/** The service sheds load; nothing was counted. */
export class PolicyOverloadedError extends PolicyError {}
/** The service met a defect of its own. */
export class PolicyInternalError extends PolicyError {}
/** The token is missing, wrong or expired, also after it was fetched anew. */
export class PolicyAuthenticationError extends PolicyError {}
/** The token is good, but not for this. */
export class PolicyPermissionError extends PolicyError {}
/** The request is at fault; `field` says where. */
export class PolicyRequestError extends PolicyError {}
/** A message over 4 MiB. */
export class PolicyTooLargeError extends PolicyError {}
/** No such decision, reservation or token for this tenant. */
export class PolicyNotFoundError extends PolicyError {}
/** What is asked does not fit the state of things: resolved before, lapsed, frozen. */
export class PolicyStateError extends PolicyError {}
/** The service is older than this client and does not know the RPC. */
export class PolicyUnsupportedError extends PolicyError {}
/** The caller's signal aborted the call. */
export class PolicyAbortedError extends PolicyError {}

/** There is a decision, and it does not let the action go on. Thrown where there is no answer to put a refusal into. */
export class PolicyRefusedError extends Error {
  readonly decision: Decision;

  constructor(what: string, decision: Decision) {
    super(`${what} was refused: ${decision.verdict}, ${decision.reason} (decision ${decision.decisionId}).`);
    this.name = 'PolicyRefusedError';
    this.decision = decision;
  }
}
