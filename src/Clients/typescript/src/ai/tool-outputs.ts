import { randomUUID } from 'node:crypto';
import { isAllowed } from '../decisions.js';
import { settleQuietly, warnUnsettled } from '../guard/guarded-call.js';
import { refusalForModel } from '../guard/refusal.js';
import type { RunContext } from '../requests.js';
import { CallBook } from './call-book.js';
import type { PolicyOptions } from './options.js';
import type { Message } from './shapes.js';

type Part = Extract<Exclude<Message['content'], string>[number], { type: 'tool-result' }>;
type Output = Part['output'];

/** The prompt with the output of every tool as the policy lets the model see it. What a guarded tool gave is filtered already. */
export async function filterToolOutputs(prompt: readonly Message[], context: RunContext, options: PolicyOptions, signal: AbortSignal | undefined): Promise<Message[]> {
  return Promise.all(
    prompt.map(async (message) => {
      if (message.role !== 'tool' && message.role !== 'assistant') return message;
      const content = await Promise.all(
        message.content.map(async (part) => (part.type === 'tool-result' ? { ...part, output: await filterOutput(part, context, options, signal) } : part)));
      return { ...message, content } as Message;
    }));
}

async function filterOutput(part: Part, context: RunContext, options: PolicyOptions, signal: AbortSignal | undefined): Promise<Output> {
  const { output, toolCallId: callId, toolName: tool } = part;
  // A person's word, no output.
  if (output.type === 'execution-denied') return output;
  const book = CallBook.of(options.client);
  const known = book.filtered(context.runId, callId, output.value) as Output | undefined;
  if (known) return known;

  const isError = output.type === 'error-text' || output.type === 'error-json';
  const outcome = isError
    ? { error: { type: 'Error', message: typeof output.value === 'string' ? output.value : JSON.stringify(output.value), detail: '' } }
    : { outputJson: JSON.stringify(jsonOf(output.value)) };
  // Of a tool that does not guard itself, this is the first that is heard of how its call went.
  const checked = book.take(context.runId, callId);
  const settled = checked && settleQuietly(options.client, checked, isError ? 'OUTCOME_FAILED' : 'OUTCOME_DONE', options.onUnsettled ?? warnUnsettled);
  const decisionToken = checked?.decisionToken ?? '';
  const answer = await options.client.filterToolOutput({ context, callId, tool, decisionToken, requestId: randomUUID(), ...outcome }, signal ? { signal } : {}).finally(() => settled);
  const seen: Output = !isAllowed(answer.decision)
    ? { type: 'error-text', value: refusalForModel(answer.decision, false, context.locale) }
    : isError
      ? { type: 'error-text', value: answer.errorText }
      : { type: 'json', value: JSON.parse(answer.sanitizedJson) as never };
  book.filter(context.runId, callId, output.value, seen);
  return seen;
}

/** Tools often answer with JSON as text: the policy's output schema is about what it holds. */
export function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
