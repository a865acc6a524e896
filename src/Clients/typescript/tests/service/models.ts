import { MockLanguageModelV3, simulateReadableStream } from 'ai/test';
import type { GenerateResult, Params, StreamPart } from '../../src/ai/shapes.js';

type Content = GenerateResult['content'][number];

const usage: GenerateResult['usage'] = {
  inputTokens: { total: 30, noCache: 30, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 12, text: 12, reasoning: undefined },
};

export const says = (text: string): Content => ({ type: 'text', text });
export const calls = (toolName: string, input: unknown, toolCallId = `call-${toolName}`): Content => ({ type: 'tool-call', toolCallId, toolName, input: JSON.stringify(input) });

/** A model of the AI SDK's own test package that gives these answers, one a step, and remembers what it was asked; an Error is thrown. */
export function model(...steps: readonly (readonly Content[] | Error)[]): MockLanguageModelV3 & { readonly asked: Params[] } {
  const asked: Params[] = [];
  const next = (params: Params) => {
    const step = steps[asked.push(params) - 1];
    if (!step) throw new Error('the model was asked once too often');
    if (step instanceof Error) throw step;
    return step as Content[];
  };
  const finishOf = (content: Content[]): GenerateResult['finishReason'] => ({ unified: content.some((part) => part.type === 'tool-call') ? 'tool-calls' : 'stop', raw: undefined });
  const mock = new MockLanguageModelV3({
    doGenerate: async (params) => {
      const content = next(params);
      return { content, finishReason: finishOf(content), usage, warnings: [] };
    },
    doStream: async (params) => {
      const content = next(params);
      const parts: StreamPart[] = [{ type: 'stream-start', warnings: [] }, ...content.flatMap(partsOf), { type: 'finish', finishReason: finishOf(content), usage }];
      return { stream: simulateReadableStream({ chunks: parts, initialDelayInMs: null, chunkDelayInMs: null }) };
    },
  });
  return Object.assign(mock, { asked });
}

function partsOf(part: Content, index: number): StreamPart[] {
  const id = String(index);
  switch (part.type) {
    case 'text':
    case 'reasoning': {
      const deltas = part.text.match(/[\s\S]{1,9}/g) ?? [];
      return [{ type: `${part.type}-start`, id }, ...deltas.map((delta): StreamPart => ({ type: `${part.type}-delta` as 'text-delta', id, delta })), { type: `${part.type}-end`, id }];
    }
    case 'tool-call':
      return [
        { type: 'tool-input-start', id: part.toolCallId, toolName: part.toolName },
        { type: 'tool-input-delta', id: part.toolCallId, delta: part.input },
        { type: 'tool-input-end', id: part.toolCallId },
        part,
      ];
    default:
      return [part as StreamPart];
  }
}
