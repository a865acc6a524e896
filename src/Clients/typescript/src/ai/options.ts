import type { PolicyClient } from '../client.js';
import type { Decision } from '../generated/aidesk/policy/v1/decision.js';
import type { ContextSource } from '../guard/context.js';
import type { OnUnsettled } from '../guard/guarded-call.js';

/** How a model and its tools are put under the policy. Give both the same. */
export interface PolicyOptions {
  readonly client: PolicyClient;
  /**
   * Session, run and mode: one for all calls of this model (wrapping one for each request costs nothing), or a function that finds them, as in an AsyncLocalStorage. All
   * steps of one generateText or streamText need the same runId.
   */
  readonly context: ContextSource<void>;
  /** Id of the customer's message that the call answers; without it one is made for each prompt. */
  readonly messageId?: () => string;
  /** Told of every tool call that waits for a person, with what ResolveApproval needs. */
  readonly onHeld?: (decision: Decision, call: { readonly callId: string; readonly tool: string }) => void;
  /** Told when a reservation could not be settled; a process warning without it. */
  readonly onUnsettled?: OnUnsettled;
  /** What a refused input does: `reply` (default) answers with the policy's sentence, `throw` throws PolicyRefusedError. */
  readonly onRefused?: 'reply' | 'throw';
}
