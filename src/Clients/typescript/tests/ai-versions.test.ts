// The middleware under other versions of the AI SDK than the one that its types are checked with, each with models of that version's own interface.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { guardTools, policyMiddleware, type PolicyOptions } from '../src/ai/index.js';
import { PolicyClient } from '../src/index.js';
import { ownPolicies, Service } from './service/aidesk.js';
import { report } from './service/report.js';
import { injection, runContext, secretKey } from './service/requests.js';

let service: Service;
let client: PolicyClient;
before(async () => {
  service = await Service.start({ policies: ownPolicies });
  client = new PolicyClient({ address: service.address, token: await service.token('service', 'held'), deadlineMs: 20_000 });
});
after(async () => {
  client?.close();
  await service?.dispose();
});

/** The types of two versions of one package do not fit each other. */
type Any = any;
interface Version {
  readonly name: string;
  readonly load: () => Promise<Any>;
  readonly specification: string;
  readonly finish: (reason: string) => unknown;
  readonly usage: unknown;
}
const versions: readonly Version[] = [
  { name: '5', load: () => import('ai-v5'), specification: 'v2', finish: (reason) => reason, usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 } },
  { name: '6', load: () => import('ai'), specification: 'v3', finish: (unified) => ({ unified, raw: undefined }), usage: { inputTokens: { total: 1 }, outputTokens: { total: 2 } } },
  { name: '7', load: () => import('ai-v7'), specification: 'v4', finish: (unified) => ({ unified, raw: undefined }), usage: { inputTokens: { total: 1 }, outputTokens: { total: 2 } } },
];

function modelOf(version: Version, steps: readonly Any[]): Any {
  const asked: Any[] = [];
  const next = (params: Any) => {
    const content = steps[asked.push(params) - 1];
    return { content, finishReason: version.finish(content.type === 'tool-call' ? 'tool-calls' : 'stop'), usage: version.usage };
  };
  return {
    asked, specificationVersion: version.specification, provider: 'test', modelId: 'test', supportedUrls: {},
    doGenerate: async (params: Any) => {
      const { content, ...end } = next(params);
      return { content: [content], ...end, warnings: [] };
    },
    doStream: async (params: Any) => {
      const { content, ...end } = next(params);
      const text = [{ type: 'text-start', id: '1' }, { type: 'text-delta', id: '1', delta: content.text }, { type: 'text-end', id: '1' }];
      const parts = [{ type: 'stream-start', warnings: [] }, ...(content.type === 'text' ? text : [content]), { type: 'finish', ...end }];
      return { stream: new ReadableStream({ start(controller) { for (const part of parts) controller.enqueue(part); controller.close(); } }) };
    },
  };
}

for (const version of versions) {
  for (const way of ['generateText', 'streamText']) {
    test(`AI SDK ${version.name}, ${way}: a tool call and its output, a refused question, a refused reply`, async () => {
      const sdk = await version.load();
      const run = async (steps: readonly Any[], prompt: string) => {
        const policy: PolicyOptions = { client, context: runContext() };
        const inner = modelOf(version, steps);
        const tools = guardTools({
          find_book: sdk.tool({ description: 'x', inputSchema: z.object({ title: z.string() }), execute: async () => ({ books: [{ title: 'Nada', price: 12, shelf: 3 }], host: 'db-3' }) }),
        }, policy);
        const stopWhen = (sdk.isStepCount ?? sdk.stepCountIs)(3);
        const result = await sdk[way]({ model: sdk.wrapLanguageModel({ model: inner, middleware: policyMiddleware(policy) }), prompt, tools, stopWhen, maxRetries: 0 });
        return { asked: inner.asked, text: await result.text, finishReason: await result.finishReason, decision: (await result.providerMetadata)?.aidesk };
      };

      const answered = await run([{ type: 'tool-call', toolCallId: 'c1', toolName: 'find_book', input: '{"title":"Nada"}' }, { type: 'text', text: 'Cuesta 12 euros.' }], '¿Cuánto cuesta?');
      assert.deepEqual(answered.asked[1].prompt.at(-1).content[0].output, { type: 'json', value: { books: [{ title: 'Nada', price: 12 }] } });
      assert.deepEqual([answered.text, answered.finishReason, answered.decision.verdict], ['Cuesta 12 euros.', 'stop', 'VERDICT_ALLOW']);

      const question = await run([], injection);
      assert.deepEqual([question.asked.length, question.finishReason, question.decision.reason], [0, 'content-filter', 'REASON_PROMPT_INJECTION']);

      const reply = await run([{ type: 'text', text: `Tu clave es ${secretKey()}.` }], 'Dame la clave');
      assert.deepEqual([reply.finishReason, reply.decision.reason], ['content-filter', 'REASON_LEAK']);
      assert.ok(!reply.text.includes('sk_live'));
      report('typescript', `AI SDK ${version.name}`, way, 'passed');
    });
  }
}
