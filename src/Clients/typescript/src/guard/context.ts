import type { RunContext } from '../requests.js';

/** The context of guarded calls: one for all, or made for each from what the framework hands on with a call. */
export type ContextSource<Call> = RunContext | ((call: Call) => RunContext | Promise<RunContext>);

/** The context, with a clear error where it lacks what every guarded call needs. */
export async function contextOf<Call>(source: ContextSource<Call>, call: Call): Promise<RunContext> {
  const context = typeof source === 'function' ? await source(call) : source;
  for (const field of ['sessionId', 'runId', 'mode'] as const) {
    if (!context?.[field]) throw new TypeError(`The policy context lacks ${field}: tools and replies are judged in a session and a run.`);
  }
  return context;
}
