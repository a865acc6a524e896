import type { CheckOutputResponse } from './generated/aidesk/policy/v1/checks.js';
import type { Decision } from './generated/aidesk/policy/v1/decision.js';

/** The action may go on: ALLOW or ALLOW_POST_REVIEW, and nothing else, not a verdict that this version does not know either. */
export const isAllowed = (decision: Decision | undefined): decision is Decision =>
  decision?.verdict === 'VERDICT_ALLOW' || decision?.verdict === 'VERDICT_ALLOW_POST_REVIEW';

/** The action waits for a person: REQUIRE_APPROVAL or ESCALATE. */
export const isHeld = (decision: Decision | undefined): decision is Decision =>
  decision?.verdict === 'VERDICT_REQUIRE_APPROVAL' || decision?.verdict === 'VERDICT_ESCALATE';

/** What of a checked reply may be sent: all of it, its redacted text, or nothing (undefined). */
export function sendable(response: CheckOutputResponse, text: string): string | undefined {
  if (!isAllowed(response.decision)) return undefined;
  return response.decision.obligations.includes('OBLIGATION_REDACT') ? response.redactedText : text;
}
