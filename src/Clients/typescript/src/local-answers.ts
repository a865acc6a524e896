import { PolicyDeadlineError, PolicyInternalError, PolicyOverloadedError, PolicyUnavailableError, type PolicyError } from './errors/policy-error.js';
import { Decision } from './generated/aidesk/policy/v1/decision.js';
import type { CheckOptions } from './options.js';

/** Failures of the service, as against those of the caller: only these may be overridden. */
const outages = [PolicyUnavailableError, PolicyDeadlineError, PolicyOverloadedError, PolicyInternalError];

/** Whether the caller has said, for this very call, to go on without the service. */
export const mayGoOn = (error: unknown, options: CheckOptions | undefined): error is PolicyError =>
  options?.whenUnavailable === 'allow' && outages.some((type) => error instanceof type);

/** The client's own ALLOW. It says that nothing was checked: degraded, no checks, no id. */
export function uncheckedDecision(error: PolicyError): Decision {
  return Decision.fromPartial({
    verdict: 'VERDICT_ALLOW',
    enforcedVerdict: 'VERDICT_ALLOW',
    reason: 'REASON_DEPENDENCY_DOWN',
    degraded: true,
    degradedReasons: [`client:${error.reason ?? error.code}`],
    enforcement: 'ENFORCEMENT_ENFORCE',
    evaluationTime: new Date(),
  });
}
