import type { Caller } from './caller.js';
import { isAdmin, type Answer } from './caller.js';
import type { Json, JsonObject, Step } from './cases.js';
import type { Issuer } from './issuer.js';
import { mismatches } from './matching.js';
import { Scope } from './scope.js';

/** Most times that a step with `until` is asked. */
const mostRepeats = 400;

/** One case against one service. */
export class CaseRun {
  readonly scope: Scope;

  constructor(
    private readonly caller: Caller,
    private readonly issuer: Issuer,
    private readonly tenant: string,
    answers?: ReadonlyMap<string, Json>,
  ) {
    this.scope = new Scope(answers);
  }

  /** What was wrong in the first step that was; empty when all were as expected. */
  async faults(steps: readonly Step[]): Promise<string[]> {
    for (const [index, step] of steps.entries()) {
      const found = await this.#step(step).catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
      if (found.length > 0) return found.map((fault) => `step ${index + 1} ${step.rpc ?? ''}: ${fault}`);
    }
    return [];
  }

  async #step(step: Step): Promise<string[]> {
    if (step.wait_until !== undefined) return waitUntil(String(this.scope.fill(step.wait_until)));
    let found: string[] = [];
    for (let times = 0; times < (step.until ? mostRepeats : 1); times++) {
      const answer = await this.#ask(step);
      if (step.as !== undefined) this.scope.answers.set(step.as, 'response' in answer ? answer.response : (answer as unknown as JsonObject));
      found = compare(this.scope.fill(step.until ?? step.expect ?? {}) as JsonObject, answer);
      if (found.length === 0) break;
    }
    return found;
  }

  #ask(step: Step): Promise<Answer> {
    const rpc = step.rpc ?? '';
    const wish = step.token === undefined ? (isAdmin(rpc) ? { role: 'admin', sub: 'conformance-admin' } : {}) : step.token;
    return this.caller.call(rpc, this.scope.fill(step.request ?? {}) as JsonObject, wish === null ? null : this.issuer.token(this.tenant, this.scope.fill(wish) as JsonObject));
  }
}

function compare(expected: JsonObject, answer: Answer): string[] {
  if (expected['error'] !== undefined) return 'error' in answer ? mismatches(expected['error'], answer.error) : [`wanted an error, got ${JSON.stringify(answer).slice(0, 400)}`];
  if ('error' in answer) return [`wanted an answer, got the error ${JSON.stringify(answer.error)}`];
  return mismatches(expected['response'] ?? {}, answer.response);
}

/** Until the service's own clock, which is ours, is past a time that it named. */
async function waitUntil(time: string): Promise<string[]> {
  const past = Date.parse(time) + 50;
  if (past - Date.now() > 30_000) return [`${time} is too far away to be waited for`];
  while (Date.now() < past) await new Promise((resolve) => setTimeout(resolve, past - Date.now()));
  return [];
}
