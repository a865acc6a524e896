import { randomUUID } from 'node:crypto';
import { DynamicStructuredTool, type StructuredToolInterface, type ToolRunnableConfig } from '@langchain/core/tools';
import type { PolicyClient } from '../client.js';
import { contextOf, type ContextSource } from '../guard/context.js';
import { guardedCall, warnUnsettled, type OnUnsettled } from '../guard/guarded-call.js';
import { refusalForModel } from '../guard/refusal.js';

/** How tools are guarded. */
export interface GuardOptions {
  readonly client: PolicyClient;
  /** Session, run and mode of a call: one for all, or made from the call's configuration, as `config.configurable`. */
  readonly context: ContextSource<ToolRunnableConfig>;
  /** Told when a reservation could not be settled; a process warning without it. */
  readonly onUnsettled?: OnUnsettled;
}

/**
 * The same tools under the policy: each call is checked, its token redeemed, the tool run with the canonical arguments, its output filtered, its reservation settled.
 * A call that is refused or held answers the model with a short JSON text; a PolicyError (no decision) is thrown, and the tool did not run or its output stays unseen.
 */
export function guardTools(tools: readonly StructuredToolInterface[], options: GuardOptions): DynamicStructuredTool[] {
  return tools.map((tool) => guardTool(tool, options));
}

/** One tool under the policy. */
export function guardTool(tool: StructuredToolInterface, options: GuardOptions): DynamicStructuredTool {
  const guarded = async (input: unknown, _: unknown, config: ToolRunnableConfig = {}): Promise<string> => {
    const context = await contextOf(options.context, config);
    const call = { context, callId: config.toolCall?.id ?? randomUUID(), tool: tool.name, argumentsJson: JSON.stringify(input), signal: config.signal };
    // Without its call, the tool gives its output and not a message that holds it.
    const { toolCall: _call, ...rest } = config;
    const outcome = await guardedCall(options.client, call, async (args) => readOutput(await tool.invoke(args as never, rest)), options.onUnsettled ?? warnUnsettled);
    switch (outcome.kind) {
      case 'done':
        return outcome.sanitizedJson;
      case 'failed':
        return outcome.errorText;
      default:
        return refusalForModel(outcome.decision, outcome.kind === 'held', context.locale);
    }
  };
  return new DynamicStructuredTool({ name: tool.name, description: tool.description, schema: tool.schema as never, returnDirect: tool.returnDirect, func: guarded as never });
}

/** Tools often answer with JSON as text: the policy's output schema is about what it holds. */
function readOutput(output: unknown): unknown {
  if (typeof output !== 'string') return output;
  try {
    return JSON.parse(output) as unknown;
  } catch {
    return output;
  }
}
