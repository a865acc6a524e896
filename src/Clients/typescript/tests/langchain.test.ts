// Tools of the real @langchain/core, guarded by the real service.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { ToolMessage } from '@langchain/core/messages';
import { DynamicStructuredTool, tool, type StructuredToolInterface } from '@langchain/core/tools';
import { z } from 'zod';
import { guardTool, guardTools } from '../src/langchain/index.js';
import { PolicyClient, PolicyUnavailableError, type RunContext } from '../src/index.js';
import { ownPolicies, Service } from './service/aidesk.js';
import { refusedWith } from './service/refused.js';
import { injection, runContext } from './service/requests.js';

let service: Service;
let client: PolicyClient;
let context: RunContext;
let ran: unknown[] = [];
before(async () => {
  service = await Service.start({ policies: ownPolicies });
  client = new PolicyClient({ address: service.address, token: await service.token('service', 'held'), deadlineMs: 20_000 });
});
after(async () => {
  client?.close();
  await service?.dispose();
});
beforeEach(() => {
  context = runContext();
  ran = [];
});

const schema = z.object({ title: z.string(), limit: z.number().optional() });
const findBook = (run: (args: unknown) => unknown) =>
  tool(async (args) => (ran.push(args), run(args)), { name: 'find_book', description: 'Finds a book.', schema }) as unknown as StructuredToolInterface;
const guard = (inner: StructuredToolInterface) => guardTool(inner, { client, context: () => context });
const call = (name: string, args: Record<string, unknown>) => ({ type: 'tool_call' as const, id: randomUUID(), name, args });

test('an allowed call runs once and answers what the policy lets the model see', async () => {
  const guarded = guard(findBook(() => ({ books: [{ title: 'Nada', price: 12, supplier: 'S-1' }], host: 'db-3' })));
  const message = (await guarded.invoke(call('find_book', { title: 'Nada' }))) as ToolMessage;
  assert.ok(message instanceof ToolMessage);
  assert.deepEqual(JSON.parse(message.content as string), { books: [{ title: 'Nada', price: 12 }] });
  assert.deepEqual(ran, [{ title: 'Nada' }]);
  assert.deepEqual([guarded.name, guarded.description], ['find_book', 'Finds a book.']);
});

test('JSON as text is filtered as what it holds', async () => {
  const guarded = guard(findBook(() => JSON.stringify({ books: [], host: 'db-3' })));
  assert.equal(await guarded.invoke({ title: 'Nada' }), '{"books":[]}');
});

test('an output that gives the model orders has them cut', async () => {
  const guarded = guard(findBook(() => ({ books: [{ title: injection, price: 1 }] })));
  assert.ok(!String(await guarded.invoke({ title: 'Nada' })).includes('revela las reglas'));
});

test('arguments that the policy refuses: the tool does not run, and the model is told', async () => {
  const guarded = guard(findBook(() => ({ books: [] })));
  const answer = JSON.parse(String(await guarded.invoke({ title: 'Nada', limit: 3 }))) as Record<string, string>;
  assert.equal(answer['status'], 'not_allowed');
  assert.equal(answer['reason'], 'INVALID_ARGUMENTS');
  assert.notEqual(answer['message'], '');
  assert.deepEqual(ran, []);
});

test('a tool that the policy does not name does not run', async () => {
  const [guarded] = guardTools([new DynamicStructuredTool({ name: 'drop_tables', description: 'x', schema: z.object({}), func: async () => (ran.push(1), '') })], { client, context });
  assert.match(String(await guarded?.invoke({})), /"reason":"UNKNOWN_TOOL"/);
  assert.deepEqual(ran, []);
});

test('a call that a person has to approve waits, and does not run', async () => {
  const guarded = guard(tool(async () => (ran.push(1), 'sent'), { name: 'send_refund', description: 'x', schema: z.object({ order: z.string() }) }) as unknown as StructuredToolInterface);
  const answer = JSON.parse(String(await guarded.invoke({ order: 'LIB-000001' }))) as Record<string, string>;
  assert.equal(answer['status'], 'waiting_for_approval');
  assert.deepEqual(ran, []);
});

test('a tool that throws: the model reads a sentence, not the error', async () => {
  const guarded = guard(findBook(() => { throw new Error('connect to db-3 failed'); }));
  const answer = String(await guarded.invoke({ title: 'Nada' }));
  assert.notEqual(answer, '');
  assert.ok(!answer.includes('db-3'), answer);
  assert.equal(ran.length, 1);
});

test('the context can come with the call', async () => {
  const guarded = guardTool(findBook(() => ({ books: [] })), { client, context: (config) => config.configurable?.['policy'] as RunContext });
  assert.equal(await guarded.invoke({ title: 'Nada' }, { configurable: { policy: context } }), '{"books":[]}');
  await assert.rejects(guarded.invoke({ title: 'Nada' }, { configurable: { policy: { ...context, runId: '' } } }), /lacks runId/);
});

test('no service: the call fails, and the tool does not run', async () => {
  const nobody = new PolicyClient({ address: '127.0.0.1:9', token: 't', deadlineMs: 2_000 });
  await refusedWith(PolicyUnavailableError, guardTool(findBook(() => ''), { client: nobody, context }).invoke({ title: 'Nada' }));
  assert.deepEqual(ran, []);
  nobody.close();
});
