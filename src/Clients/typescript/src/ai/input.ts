import { randomUUID } from 'node:crypto';
import { isAllowed } from '../decisions.js';
import type { CheckInputResponse } from '../generated/aidesk/policy/v1/checks.js';
import type { RunContext } from '../requests.js';
import type { PolicyOptions } from './options.js';
import type { Message, Model, Params } from './shapes.js';
import { filterToolOutputs } from './tool-outputs.js';

/** A call to the model that the policy allows: what to ask it, and what was decided. */
export interface AllowedCall {
  readonly params: Params;
  readonly check: CheckInputResponse;
  /** Names of the offered tools that guard themselves: a refused call is told the model by the tool. */
  readonly guarded: ReadonlySet<string>;
}

/** One id for one prompt: when the SDK repeats a call that failed, the customer has not said it twice. */
const messageIds = new WeakMap<object, string>();

/** Checks the input and makes of `params` what the model may be asked; the refusal when it may not be asked. */
export async function checkInput(params: Params, model: Model, context: RunContext, options: PolicyOptions): Promise<AllowedCall | { readonly refused: CheckInputResponse }> {
  const { client } = options;
  const signal = params.abortSignal;
  const call = signal ? { signal } : {};
  const text = lastUserText(params.prompt);
  const message = text === undefined ? undefined : { messageId: messageId(params.prompt, options), text, author: 'MESSAGE_AUTHOR_CUSTOMER' as const };
  const estimate = params.maxOutputTokens === undefined ? {} : { estimatedOutputTokens: params.maxOutputTokens };
  const check = await client.checkInput({ context, requestId: randomUUID(), model: model.modelId, ...(message ? { message } : {}), ...estimate }, call);
  if (!isAllowed(check.decision)) return { refused: check };

  const [prompt, offered] = await Promise.all([
    filterToolOutputs(params.prompt, context, options, signal),
    params.tools?.length ? client.listTools({ mode: context.mode }, call) : undefined,
  ]);
  const allowed = new Set(offered?.tools.map((tool) => tool.name));
  const tools = params.tools?.filter((tool) => allowed.has(tool.name));
  const guarded = new Set(tools?.filter((tool) => 'providerOptions' in tool && tool.providerOptions?.['aidesk']?.['guarded'] === true).map((tool) => tool.name));
  const choice = params.toolChoice?.type === 'tool' && !allowed.has(params.toolChoice.toolName) ? ({ type: 'auto' } as const) : params.toolChoice;
  return {
    params: { ...params, prompt: withRules(prompt, check.securityRules?.text ?? ''), tools: tools?.length ? tools : undefined, toolChoice: tools?.length ? choice : undefined },
    check,
    guarded,
  };
}

/** What the customer says in this call; undefined when that is only a picture, and in the later steps of a run, whose prompt ends with the tools' output. */
function lastUserText(prompt: readonly Message[]): string | undefined {
  const last = prompt.at(-1);
  if (last?.role !== 'user') return undefined;
  const texts = last.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length > 0 ? texts.join('\n') : undefined;
}

function messageId(prompt: readonly Message[], options: PolicyOptions): string {
  if (options.messageId) return options.messageId();
  let id = messageIds.get(prompt);
  if (id === undefined) messageIds.set(prompt, (id = randomUUID()));
  return id;
}

/** The policy's rules go before everything else that the model reads. */
function withRules(prompt: Message[], rules: string): Message[] {
  if (rules === '') return prompt;
  const [first, ...others] = prompt;
  return first?.role === 'system' ? [{ ...first, content: `${rules}\n\n${first.content}` }, ...others] : [{ role: 'system', content: rules }, ...prompt];
}
