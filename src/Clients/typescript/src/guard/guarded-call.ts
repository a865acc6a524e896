import { randomUUID } from 'node:crypto';
import type { PolicyClient } from '../client.js';
import { isAllowed, isHeld } from '../decisions.js';
import { PolicyError } from '../errors/policy-error.js';
import type { CheckToolCallResponse, ToolError } from '../generated/aidesk/policy/v1/checks.js';
import { Decision } from '../generated/aidesk/policy/v1/decision.js';
import type { SettleRequest } from '../generated/aidesk/policy/v1/policy_service.js';
import type { RunContext } from '../requests.js';

/** A tool call that is to happen under the policy. */
export interface ToolCall {
  readonly context: RunContext;
  /** The model's id of the call, unique in the run. */
  readonly callId: string;
  readonly tool: string;
  /** The model's arguments, a JSON object. */
  readonly argumentsJson: string;
  readonly signal?: AbortSignal | undefined;
  /** The answer to CheckToolCall where it was asked before, or the one to ResolveApproval after a person has decided. */
  readonly checked?: Checked | undefined;
}

/** What was decided of a call, and what lets it run. */
export type Checked = Pick<CheckToolCallResponse, 'decision' | 'canonicalArgumentsJson' | 'decisionToken' | 'reservation'>;

/** How a guarded call ended. Only `done` and `failed` mean that the tool ran. */
export type ToolOutcome =
  | { readonly kind: 'done'; readonly sanitizedJson: string; readonly decision: Decision }
  | { readonly kind: 'failed'; readonly errorText: string; readonly decision: Decision }
  | { readonly kind: 'refused' | 'held'; readonly decision: Decision };

/** Reports what could not be settled after the work: a reservation that then lapses by itself. */
export type OnUnsettled = (error: unknown) => void;

export const warnUnsettled: OnUnsettled = (error) => process.emitWarning(error instanceof Error ? error.message : String(error), { code: 'AIDESK_UNSETTLED' });

/**
 * Check, redeem, run, filter, settle: the whole way of one tool call. `run` gets the canonical arguments, and is called at most once, after the token was redeemed.
 * What it returns is filtered before anybody sees it; what it throws is replaced by a sentence. A PolicyError means that nothing may be shown, and, before `run`,
 * that nothing happened.
 */
export async function guardedCall(client: PolicyClient, call: ToolCall, run: (args: unknown) => unknown, onUnsettled: OnUnsettled = warnUnsettled): Promise<ToolOutcome> {
  const { context, callId, tool } = call;
  const options = call.signal ? { signal: call.signal } : {};
  const check = call.checked ?? (await client.checkToolCall({ context, callId, tool, argumentsJson: call.argumentsJson, requestId: randomUUID() }, options));
  const decision = check.decision ?? Decision.fromPartial({});
  if (!isAllowed(decision)) return { kind: isHeld(decision) ? 'held' : 'refused', decision };

  const settle = (outcome: SettleRequest['outcome']) => settleQuietly(client, check, outcome, onUnsettled);
  try {
    const redeemed = await client.redeemDecision(
      { requestId: randomUUID(), decisionToken: check.decisionToken, runId: context.runId, callId, tool, argumentsJson: check.canonicalArgumentsJson }, options);
    if (redeemed.state !== 'REDEEM_STATE_REDEEMED') {
      throw new PolicyError(`The decision token of ${tool} is ${redeemed.state.replace('REDEEM_STATE_', '')}: the tool did not run. Ask CheckToolCall again, with a new call id.`,
        { rpc: 'RedeemDecision', code: 'FAILED_PRECONDITION', reason: redeemed.state, attempts: 1 });
    }
  } catch (error) {
    await settle('OUTCOME_NOT_TRIED');
    throw error;
  }

  const { ended, seen } = await attempt(run, check.canonicalArgumentsJson);
  // Whatever becomes of the output, what was done was done.
  const settled = settle(ended);
  try {
    const filtered = await client.filterToolOutput({ context, callId, tool, decisionToken: check.decisionToken, requestId: randomUUID(), ...seen }, options);
    if (!isAllowed(filtered.decision)) return { kind: 'refused', decision: filtered.decision ?? Decision.fromPartial({}) };
    return 'error' in seen
      ? { kind: 'failed', errorText: filtered.errorText, decision: filtered.decision }
      : { kind: 'done', sanitizedJson: filtered.sanitizedJson, decision: filtered.decision };
  } finally {
    await settled;
  }
}

/** Runs the tool. What cannot be written as JSON was done all the same: only the model sees it as a failure. */
async function attempt(run: (args: unknown) => unknown, argumentsJson: string): Promise<{ ended: 'OUTCOME_DONE' | 'OUTCOME_FAILED'; seen: { outputJson: string } | { error: ToolError } }> {
  let ended: 'OUTCOME_DONE' | 'OUTCOME_FAILED' = 'OUTCOME_FAILED';
  try {
    const output = await run(JSON.parse(argumentsJson));
    ended = 'OUTCOME_DONE';
    return { ended, seen: { outputJson: JSON.stringify(output) ?? 'null' } };
  } catch (thrown) {
    return { ended, seen: { error: toolError(thrown) } };
  }
}

/** A failure as the service judges it; the service replaces it by a sentence. */
export function toolError(thrown: unknown): ToolError {
  if (!(thrown instanceof Error)) return { type: 'Error', message: String(thrown), detail: '' };
  return { type: thrown.name, message: thrown.message, detail: thrown.stack ?? '' };
}

/** Says how an allowed call went. That nobody heard it changes nothing of what happened: the lease lapses. */
export async function settleQuietly(client: PolicyClient, check: Checked, outcome: SettleRequest['outcome'], onUnsettled: OnUnsettled): Promise<void> {
  const reservationId = check.reservation?.reservationId ?? '';
  const action = reservationId === '' ? 'SETTLE_ACTION_UNSPECIFIED' : outcome === 'OUTCOME_NOT_TRIED' ? 'SETTLE_ACTION_RELEASE' : 'SETTLE_ACTION_COMMIT';
  try {
    await client.settle({ reservationId, action, outcome, decisionId: check.decision?.decisionId ?? '', decisionToken: check.decisionToken });
  } catch (error) {
    onUnsettled(error);
  }
}
