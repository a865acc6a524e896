import { randomUUID } from 'node:crypto';
import { isAllowed, isHeld, sendable } from '../decisions.js';
import { warnUnsettled } from '../guard/guarded-call.js';
import type { CheckInputResponse } from '../generated/aidesk/policy/v1/checks.js';
import { Decision } from '../generated/aidesk/policy/v1/decision.js';
import type { RunContext } from '../requests.js';
import { CallBook } from './call-book.js';
import type { PolicyOptions } from './options.js';
import { tokensOf, type ToolCallContent, type Usage } from './shapes.js';

/** What belongs to the replies of one call to the model. */
export interface ReplyScope {
  readonly context: RunContext;
  readonly options: PolicyOptions;
  readonly guarded: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
}

/** A whole text of the model: what of it may be shown, and the decision. Empty text needs none. */
export async function checkText(text: string, { context, options, signal }: ReplyScope): Promise<{ text: string | undefined; decision?: Decision }> {
  if (text === '') return { text };
  const answer = await options.client.checkOutput({ context, text, author: 'REPLY_AUTHOR_MODEL', requestId: randomUUID() }, signal ? { signal } : {});
  return { text: sendable(answer, text), decision: answer.decision ?? Decision.fromPartial({}) };
}

/**
 * A tool call of the model: as it may go on, with the arguments in canonical form, or the decision that forbids it. A call of a guarded tool goes on in any case:
 * the tool knows the answer, does not run, and tells the model so.
 */
export async function checkToolCall(call: ToolCallContent, { context, options, guarded, signal }: ReplyScope): Promise<{ call: ToolCallContent } | { refused: Decision }> {
  // What the provider runs has run already; it was offered by the policy's leave.
  if (call.providerExecuted) return { call };
  const { toolCallId: callId, toolName: tool } = call;
  const answer = await options.client.checkToolCall({ context, callId, tool, argumentsJson: call.input || '{}', requestId: randomUUID() }, signal ? { signal } : {});
  const decision = answer.decision ?? Decision.fromPartial({});
  if (isHeld(decision)) options.onHeld?.(decision, { callId, tool });
  const goesOn = isAllowed(decision);
  if (!goesOn && !guarded.has(tool)) return { refused: decision };
  CallBook.of(options.client).check(context.runId, callId, answer);
  return { call: goesOn ? { ...call, input: answer.canonicalArgumentsJson } : call };
}

/** Settles what CheckInput held for the call to the model; `usage` undefined means that it failed. */
export async function settleModelCall(check: CheckInputResponse, usage: Usage | undefined, { onUnsettled = warnUnsettled, client }: PolicyOptions): Promise<void> {
  const { reservation, decision } = check;
  if (!reservation?.reservationId) return;
  const tokens = usage && tokensOf(usage);
  const actual = tokens !== undefined && reservation.held.some((amount) => amount.unit === 'tokens') ? [{ unit: 'tokens', value: tokens }] : [];
  const end = usage ? ({ action: 'SETTLE_ACTION_COMMIT', outcome: 'OUTCOME_DONE', actual } as const) : ({ action: 'SETTLE_ACTION_RELEASE', outcome: 'OUTCOME_FAILED' } as const);
  try {
    await client.settle({ reservationId: reservation.reservationId, decisionId: decision?.decisionId ?? '', ...end });
  } catch (error) {
    onUnsettled(error);
  }
}

