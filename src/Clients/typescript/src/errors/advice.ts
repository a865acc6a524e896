import type { FailedCall } from './policy-error.js';
import * as errors from './policy-error.js';

type ErrorClass = new (message: string, call: FailedCall, cause?: unknown) => errors.PolicyError;

/** How one kind of failure is told. */
export interface Advice {
  readonly type: ErrorClass;
  /** What the caller can do about it, as sentences. */
  readonly say: (call: FailedCall, address: string) => string;
}

const resolved = 'It was settled before: read its state, and do not ask again.';

/** By the service's reason, which says more than the status. */
export const byReason: Readonly<Record<string, Advice>> = {
  FIELD_REQUIRED: { type: errors.PolicyRequestError, say: (call) => `Set ${call.field}.` },
  FIELD_INVALID: { type: errors.PolicyRequestError, say: (call) => `Correct ${call.field}; the comment of the field in the protos says what it may hold.` },
  ENUM_UNKNOWN: { type: errors.PolicyRequestError, say: (call) => `Set ${call.field} to a value that the service knows; a newer value needs a newer service.` },
  TEXT_NOT_UTF8: { type: errors.PolicyRequestError, say: (call) => `Send ${call.field} as well-formed text, without lone surrogates.` },
  REQUEST_ID_REUSED: { type: errors.PolicyRequestError, say: () => 'Use a new requestId for a new question; only a retry of the same one repeats it.' },
  TOKEN_MISSING: { type: errors.PolicyAuthenticationError, say: () => 'Give the client `token`: a string, or a function that fetches one.' },
  TOKEN_INVALID: {
    type: errors.PolicyAuthenticationError,
    say: () => 'Check that issuer, audience and key of the token are those that the service is set up with; `aidesk token` makes one in development.',
  },
  TOKEN_EXPIRED: { type: errors.PolicyAuthenticationError, say: () => 'Give the client `token` as a function that fetches a fresh one.' },
  ROLE_REQUIRED: { type: errors.PolicyPermissionError, say: (call) => `Use a token of role ${call.details?.['role'] ?? 'service'} for ${call.rpc}.` },
  TENANT_UNKNOWN: { type: errors.PolicyPermissionError, say: () => 'Add a policy for the tenant of this token, or use the token of a tenant that has one.' },
  SELF_APPROVAL: { type: errors.PolicyPermissionError, say: () => 'Have another person decide: nobody approves what they asked for.' },
  NOT_FOUND: { type: errors.PolicyNotFoundError, say: () => 'Check the id: this tenant has nothing of that id, or it has lapsed.' },
  ALREADY_RESOLVED: { type: errors.PolicyStateError, say: () => resolved },
  APPROVAL_EXPIRED: { type: errors.PolicyStateError, say: () => 'Ask CheckToolCall again: the held call has lapsed.' },
  FROZEN: { type: errors.PolicyStateError, say: () => 'The kill switch is on for this tenant: an administrator has to lift it.' },
  DEPENDENCY_UNAVAILABLE: { type: errors.PolicyUnavailableError, say: () => 'The service answers, but not what it depends on: its /readyz and its log say what. Try again later.' },
  OVERLOADED: { type: errors.PolicyOverloadedError, say: () => 'Nothing was counted. Slow down and try again later.' },
  STREAM_IDLE: { type: errors.PolicyDeadlineError, say: () => 'Send the next part of the reply, and read what is released, within 60 seconds.' },
  INTERNAL: { type: errors.PolicyInternalError, say: () => 'This is a defect of the service: its log has the trace. Treat the action as denied.' },
};

/** By the gRPC status, for what the service gave no reason for, or one that this client does not know. */
export const byCode: Readonly<Record<string, Advice>> = {
  UNAVAILABLE: { type: errors.PolicyUnavailableError, say: (_, address) => `No policy service answers at ${address}: start it, or correct the client's address, TLS settings or socket path.` },
  DEADLINE_EXCEEDED: { type: errors.PolicyDeadlineError, say: () => 'Treat the action as denied. Where the service is far away or busy, raise deadlineMs.' },
  RESOURCE_EXHAUSTED: { type: errors.PolicyTooLargeError, say: () => 'Send at most 4 MiB in one message: shorten the text, or ask about its parts.' },
  UNAUTHENTICATED: { type: errors.PolicyAuthenticationError, say: () => 'Give the client a token that the service accepts.' },
  PERMISSION_DENIED: { type: errors.PolicyPermissionError, say: () => 'Use a token whose role may do this.' },
  INVALID_ARGUMENT: { type: errors.PolicyRequestError, say: () => 'Correct the request.' },
  OUT_OF_RANGE: { type: errors.PolicyRequestError, say: () => 'Correct the request.' },
  NOT_FOUND: { type: errors.PolicyNotFoundError, say: () => 'Check the id.' },
  FAILED_PRECONDITION: { type: errors.PolicyStateError, say: () => 'Read the state of what is asked for before asking again.' },
  ABORTED: { type: errors.PolicyStateError, say: () => 'Read the state of what is asked for before asking again.' },
  ALREADY_EXISTS: { type: errors.PolicyStateError, say: () => resolved },
  UNIMPLEMENTED: {
    type: errors.PolicyUnsupportedError,
    say: (call, address) => `The service at ${address} does not know ${call.rpc}: it is older than this client, or none of ours. Update the service.`,
  },
  CANCELLED: { type: errors.PolicyAbortedError, say: () => 'The call was aborted. Treat the action as denied.' },
};

/** The client itself could not write the message. */
export const unwritable: Advice = { type: errors.PolicyRequestError, say: () => 'Correct the request: it has a value that its field cannot hold, as a fraction where a whole number belongs.' };

/** For any other status: a fault inside. */
export const otherwise: Advice = { type: errors.PolicyInternalError, say: () => 'Treat the action as denied, and look into the log of the service.' };
