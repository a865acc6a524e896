import type { CallContext, CheckInputRequest, CheckOutputRequest, CheckOutputStreamOpen, CheckToolCallRequest, FilterToolOutputRequest, ToolError } from './generated/aidesk/policy/v1/checks.js';
import type { ListToolsRequest, RedeemDecisionRequest, ResolveApprovalRequest, SettleRequest } from './generated/aidesk/policy/v1/policy_service.js';

/** `M` of which only the fields `K` must be given; the others take the protos' defaults. */
type With<M, K extends keyof M> = Pick<M, K> & Partial<Omit<M, K>>;

/** What a caller says of a call. The tenant is not in it: the token names it. */
export type Context = With<CallContext, 'sessionId' | 'mode'>;
/** The context of whatever belongs to a run: tools, their output, replies. */
export type RunContext = With<CallContext, 'sessionId' | 'mode' | 'runId'>;

type InContext<M, K extends keyof M, C> = Omit<With<M, K>, 'context'> & { readonly context: C };

/** Asks before an LLM call. */
export type CheckInput = InContext<CheckInputRequest, never, Context>;
/** Asks before a tool runs. */
export type CheckToolCall = InContext<CheckToolCallRequest, 'callId' | 'tool', RunContext>;
/** Asks after a tool ran, about its output (JSON) or its error: exactly one of both. */
export type FilterToolOutput = InContext<Omit<FilterToolOutputRequest, 'outputJson' | 'error'>, 'callId' | 'tool', RunContext> &
  ({ readonly outputJson: string; readonly error?: never } | { readonly error: Partial<ToolError>; readonly outputJson?: never });
/** Asks before a reply leaves. */
export type CheckOutput = InContext<CheckOutputRequest, 'text' | 'author', RunContext>;
/** Asks about a reply that is still being written. */
export type StreamOutput = InContext<CheckOutputStreamOpen, 'author', RunContext>;
/** Says after the work what it cost. */
export type Settle = Partial<SettleRequest>;
/** A person's word on a held call or a review. */
export type ResolveApproval = With<ResolveApprovalRequest, 'decisionId' | 'approval'>;
/** Presents a decision token just before the effect; the same requestId repeats the first answer. */
export type RedeemDecision = With<RedeemDecisionRequest, 'requestId' | 'decisionToken' | 'runId' | 'callId' | 'tool'>;
/** Asks what the model may be offered. */
export type ListTools = With<ListToolsRequest, 'mode'>;
