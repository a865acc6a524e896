import type { LanguageModelMiddleware } from 'ai';
import type { Decision } from '../generated/aidesk/policy/v1/decision.js';

export type GenerateCall = Parameters<NonNullable<LanguageModelMiddleware['wrapGenerate']>>[0];
export type Model = GenerateCall['model'];
export type Params = GenerateCall['params'];
export type Message = Params['prompt'][number];
export type GenerateResult = Awaited<ReturnType<GenerateCall['doGenerate']>>;
export type StreamResult = Awaited<ReturnType<GenerateCall['doStream']>>;
export type Content = GenerateResult['content'][number];
export type ToolCallContent = Extract<Content, { type: 'tool-call' }>;
export type StreamPart = StreamResult['stream'] extends ReadableStream<infer Part> ? Part : never;
export type FinishReason = GenerateResult['finishReason'];
export type Usage = GenerateResult['usage'];
export type ProviderMetadata = GenerateResult['providerMetadata'];

/** That the policy ended the reply, as the version of the model's interface says it: AI SDK 5 has a word, later ones an object. */
export const contentFilter = (model: Model): FinishReason =>
  (isFirstShape(model) ? 'content-filter' : { unified: 'content-filter', raw: undefined }) as FinishReason;

/** Usage of a model that was not asked, or did not say. */
export const unknownUsage = (model: Model): Usage =>
  (isFirstShape(model)
    ? { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined }
    : {
        inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
        outputTokens: { total: undefined, text: undefined, reasoning: undefined },
      }) as Usage;

const isFirstShape = (model: Model) => (model.specificationVersion as string) === 'v2';

/** Tokens that the call took in all; undefined when the model did not say. */
export function tokensOf(usage: Usage): number | undefined {
  const count = (side: unknown) => (typeof side === 'object' && side !== null ? (side as { total?: number }).total : (side as number | undefined));
  const [input, output] = [count(usage.inputTokens), count(usage.outputTokens)];
  return input === undefined && output === undefined ? undefined : (input ?? 0) + (output ?? 0);
}

/** What the application can read of a decision beside the reply, under the key `aidesk`. */
export function withDecision(metadata: ProviderMetadata, decision: Decision | undefined): ProviderMetadata {
  if (!decision) return metadata;
  const { decisionId, verdict, reason, obligations, degraded } = decision;
  return { ...metadata, aidesk: { decisionId, verdict, reason, obligations, degraded, ...(decision.userMessage ? { userMessage: decision.userMessage.text } : {}) } };
}
