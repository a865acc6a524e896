import { asSchema, type ToolSet } from 'ai';
import { contextOf } from '../guard/context.js';
import { guardedCall, warnUnsettled, type ToolOutcome } from '../guard/guarded-call.js';
import { refusalForModel } from '../guard/refusal.js';
import { CallBook } from './call-book.js';
import type { PolicyOptions } from './options.js';
import { jsonOf } from './tool-outputs.js';

type AnyTool = ToolSet[string];
type Execute = NonNullable<AnyTool['execute']>;

/**
 * The same tools under the policy: each call is checked (once, where policyMiddleware did so already), its token redeemed, the tool run with the canonical arguments,
 * its output filtered, its reservation settled. A refused or held call tells the model so. Tools without `execute` stay as they are: whoever runs them guards them.
 */
export function guardTools<Tools extends ToolSet>(tools: Tools, options: PolicyOptions): Tools {
  return Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, tool.execute ? guard(name, tool, tool.execute as Execute, options) : tool])) as Tools;
}

function guard(name: string, tool: AnyTool, run: Execute, options: PolicyOptions): AnyTool {
  const execute: Execute = async (input: unknown, call) => {
    const context = await contextOf(options.context, undefined);
    const book = CallBook.of(options.client);
    const checked = book.take(context.runId, call.toolCallId);
    const outcome = await guardedCall(
      options.client,
      { context, callId: call.toolCallId, tool: name, argumentsJson: JSON.stringify(input ?? {}), signal: call.abortSignal, checked },
      async (args) => jsonOf(await lastOf(run((await parse(tool, args)) as never, call))),
      options.onUnsettled ?? warnUnsettled,
    );
    if (outcome.kind === 'held' && !checked) options.onHeld?.(outcome.decision, { callId: call.toolCallId, tool: name });
    const value = seenByModel(outcome, context.locale) as never;
    book.filter(context.runId, call.toolCallId, value, typeof value === 'string' ? { type: 'text', value } : { type: 'json', value });
    return value;
  };
  const providerOptions = { ...tool.providerOptions, aidesk: { guarded: true } };
  return { ...tool, execute, providerOptions } as AnyTool;
}

function seenByModel(outcome: ToolOutcome, locale: string | undefined): unknown {
  switch (outcome.kind) {
    case 'done':
      return JSON.parse(outcome.sanitizedJson);
    case 'failed':
      return outcome.errorText;
    default:
      return JSON.parse(refusalForModel(outcome.decision, outcome.kind === 'held', locale));
  }
}

/** The canonical arguments as the tool's own schema gives them, defaults and transformations included. */
async function parse(tool: AnyTool, args: unknown): Promise<unknown> {
  const result = await asSchema(tool.inputSchema).validate?.(args);
  if (!result) return args;
  if (!result.success) throw result.error;
  return result.value;
}

/** The result of a tool; of one that gives preliminary results, the last. */
async function lastOf(result: unknown): Promise<unknown> {
  if (typeof result !== 'object' || result === null || !(Symbol.asyncIterator in result)) return result;
  let last: unknown;
  for await (const value of result as AsyncIterable<unknown>) last = value;
  return last;
}
