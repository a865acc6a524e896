export { PolicyClient } from './client.js';
export { isAllowed, isHeld, sendable } from './decisions.js';
export * from './errors/policy-error.js';
export type { CallOptions, CheckOptions, ClientOptions, TlsOptions, TokenProvider, TokenRequest } from './options.js';
export type * from './requests.js';
export { ReplyStream } from './streams/reply-stream.js';
export * from './generated/aidesk/policy/v1/checks.js';
export * from './generated/aidesk/policy/v1/decision.js';
export * from './generated/aidesk/policy/v1/limits.js';
