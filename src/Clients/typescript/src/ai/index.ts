import type { LanguageModelMiddleware } from 'ai';
import { PolicyRefusedError } from '../errors/policy-error.js';
import { contextOf } from '../guard/context.js';
import { refusalText } from '../guard/refusal.js';
import { Decision } from '../generated/aidesk/policy/v1/decision.js';
import { checkResult } from './generate.js';
import { checkInput } from './input.js';
import type { PolicyOptions } from './options.js';
import { settleModelCall } from './reply.js';
import { contentFilter, unknownUsage, withDecision, type GenerateResult, type Model, type StreamPart, type StreamResult } from './shapes.js';
import { checkStream } from './stream.js';

export { guardTools } from './guard-tools.js';
export type { PolicyOptions } from './options.js';

/**
 * Puts a language model under the policy, for `wrapLanguageModel`: input is checked before the model is asked, only tools that are allowed are offered, outputs of tools
 * are filtered before the model sees them, its tool calls are checked before they are carried out, its replies before they leave, streamed ones as they are written.
 * A refused input or reply is answered with the policy's sentence and the finish reason `content-filter`; the decision is in `providerMetadata.aidesk`. When there is no
 * decision, the call fails with a PolicyError. Images and other files are not judged.
 */
export function policyMiddleware(options: PolicyOptions): LanguageModelMiddleware {
  return {
    specificationVersion: 'v3',
    async wrapGenerate({ model, params }) {
      const context = await contextOf(options.context, undefined);
      const call = await checkInput(params, model, context, options);
      if ('refused' in call) return refusedResult(call.refused.decision, context.locale, model, options);
      let result: GenerateResult;
      try {
        result = await model.doGenerate(call.params);
      } catch (error) {
        await settleModelCall(call.check, undefined, options);
        throw error;
      }
      const settled = settleModelCall(call.check, result.usage, options);
      try {
        return await checkResult(result, model, { context, options, guarded: call.guarded, signal: params.abortSignal });
      } finally {
        await settled;
      }
    },
    async wrapStream({ model, params }) {
      const context = await contextOf(options.context, undefined);
      const call = await checkInput(params, model, context, options);
      if ('refused' in call) return { stream: asStream(refusedResult(call.refused.decision, context.locale, model, options)) };
      let result: StreamResult;
      try {
        result = await model.doStream(call.params);
      } catch (error) {
        await settleModelCall(call.check, undefined, options);
        throw error;
      }
      const scope = { context, options, guarded: call.guarded, signal: params.abortSignal };
      return { ...result, stream: checkStream(result.stream, model, scope, (usage) => settleModelCall(call.check, usage, options)) };
    },
  };
}

function refusedResult(decision: Decision = Decision.fromPartial({}), locale: string | undefined, model: Model, options: PolicyOptions): GenerateResult {
  if (options.onRefused === 'throw') throw new PolicyRefusedError('The input', decision);
  return {
    content: [{ type: 'text', text: refusalText(decision, locale) }],
    finishReason: contentFilter(model),
    usage: unknownUsage(model),
    warnings: [],
    providerMetadata: withDecision(undefined, decision),
  };
}

/** A refusal as a stream of parts: there is nothing to hold back. */
function asStream(result: GenerateResult): ReadableStream<StreamPart> {
  const text = result.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  const { finishReason, usage, providerMetadata } = result;
  const parts: StreamPart[] = [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id: 'aidesk' },
    { type: 'text-delta', id: 'aidesk', delta: text },
    { type: 'text-end', id: 'aidesk' },
    { type: 'finish', finishReason, usage, providerMetadata },
  ];
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}
