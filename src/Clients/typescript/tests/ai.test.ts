// The AI SDK's own generateText and streamText over a model and tools that the real service guards. Every behaviour holds for both.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { APICallError, generateText, stepCountIs, streamText, tool, wrapLanguageModel, type LanguageModel, type ToolSet } from 'ai';
import { z } from 'zod';
import { guardTools, policyMiddleware, type PolicyOptions } from '../src/ai/index.js';
import { PolicyClient, PolicyRefusedError, PolicyUnavailableError, type Decision, type RunContext } from '../src/index.js';
import { ownPolicies, Service } from './service/aidesk.js';
import { calls, model, says } from './service/models.js';
import { injection, runContext, secretKey } from './service/requests.js';

let service: Service;
const clients: Record<string, PolicyClient> = {};
let context: RunContext;
let ran: unknown[] = [];
let held: Decision[] = [];
before(async () => {
  service = await Service.start({ policies: ownPolicies });
  for (const tenant of ['held', 'redacted']) clients[tenant] = new PolicyClient({ address: service.address, token: await service.token('service', tenant), deadlineMs: 20_000 });
});
after(async () => {
  Object.values(clients).forEach((client) => client.close());
  await service?.dispose();
});
beforeEach(() => {
  context = runContext({ locale: 'es' });
  ran = [];
  held = [];
});

const options = (changes: Partial<PolicyOptions> = {}, tenant = 'held'): PolicyOptions => ({
  client: clients[tenant] as PolicyClient, context: () => context, onHeld: (decision) => held.push(decision), ...changes,
});
const wrap = (inner: Parameters<typeof wrapLanguageModel>[0]['model'], policy = options()) => wrapLanguageModel({ model: inner, middleware: policyMiddleware(policy) });

interface Ask {
  readonly model: LanguageModel;
  readonly prompt: string;
  readonly tools?: ToolSet;
  readonly system?: string;
}
interface Answer {
  readonly text: string;
  readonly finishReason: string;
  readonly aidesk: Record<string, unknown> | undefined;
  readonly pieces: readonly string[];
  readonly reasoning: string;
}
const ways: Record<string, (ask: Ask) => Promise<Answer>> = {
  generateText: async (ask) => {
    const { text, finishReason, providerMetadata, reasoningText } = await generateText({ ...ask, stopWhen: stepCountIs(4), maxRetries: 0 });
    return { text, finishReason, aidesk: providerMetadata?.['aidesk'], pieces: [text], reasoning: reasoningText ?? '' };
  },
  streamText: async (ask) => {
    let failure: unknown;
    const result = streamText({ ...ask, stopWhen: stepCountIs(4), maxRetries: 0, onError: ({ error }) => void (failure ??= error) });
    const pieces: string[] = [];
    for await (const part of result.fullStream) if (part.type === 'text-delta') pieces.push(part.text);
    if (failure) throw failure;
    return {
      text: pieces.join(''), finishReason: await result.finishReason, aidesk: (await result.providerMetadata)?.['aidesk'], pieces, reasoning: (await result.reasoningText) ?? '',
    };
  },
};

const schema = z.object({ title: z.string(), limit: z.number().optional() });
const findBook = (run: (args: unknown) => unknown) => tool({ description: 'Finds a book.', inputSchema: schema, execute: async (args) => (ran.push(args), run(args)) });
const sendRefund = tool({ description: 'Sends money back.', inputSchema: z.object({ order: z.string() }), execute: async (args) => (ran.push(args), { status: 'sent' }) });
const plain = Array.from({ length: 40 }, (_, index) => `Esta es la frase número ${index}, y no dice nada que importe. `).join('');
/** Hears what is settled for tools while `use` runs; the service settles it all the same. */
async function settledFor(use: () => Promise<unknown>): Promise<unknown[]> {
  const client = clients['held'] as PolicyClient;
  const settle = client.settle;
  const states: unknown[] = [];
  client.settle = async (request, callOptions) => {
    const answer = await settle.call(client, request, callOptions);
    if (request.decisionToken) states.push([request.action, request.outcome, answer.state]);
    return answer;
  };
  try {
    await use();
    return states;
  } finally {
    client.settle = settle;
  }
}
const toldModel = (prompt: unknown) => JSON.stringify(prompt);

for (const [way, ask] of Object.entries(ways)) {
  test(`${way}: an allowed question is answered, with the policy's rules before the system prompt`, async () => {
    const inner = model([says(plain)]);
    const answer = await ask({ model: wrap(inner), system: 'Eres amable.', prompt: '¿Dónde está mi pedido?' });
    assert.equal(answer.text, plain);
    assert.equal(answer.finishReason, 'stop');
    assert.equal(answer.aidesk?.['verdict'], 'VERDICT_ALLOW');
    const [first] = inner.asked[0]?.prompt ?? [];
    assert.equal(first?.role, 'system');
    assert.match(String(first?.content), /\n\nEres amable\.$/);
    if (way === 'streamText') assert.ok(answer.pieces.length > 1, 'it was released at once');
  });

  test(`${way}: a refused question never reaches the model, and is answered in the customer's language`, async () => {
    const inner = model();
    const answer = await ask({ model: wrap(inner), prompt: injection });
    assert.equal(inner.asked.length, 0);
    assert.equal(answer.finishReason, 'content-filter');
    assert.equal(answer.aidesk?.['reason'], 'REASON_PROMPT_INJECTION');
    assert.notEqual(answer.text, '');
    await assert.rejects(ask({ model: wrap(model(), options({ onRefused: 'throw' })), prompt: injection }), PolicyRefusedError);
  });

  test(`${way}: only tools that are allowed are offered`, async () => {
    const inner = model([says('Hola.')]);
    await ask({ model: wrap(inner), prompt: 'Hola', tools: { find_book: findBook(() => ({})), drop_tables: tool({ inputSchema: z.object({}), execute: async () => 0 }) } });
    assert.deepEqual(inner.asked[0]?.tools?.map((offered) => offered.name), ['find_book']);
  });

  test(`${way}: a guarded tool runs once, and the model reads what the policy lets it see`, async () => {
    const policy = options();
    const inner = model([calls('find_book', { title: 'Nada' })], [says('Cuesta 12 euros.')]);
    const tools = guardTools({ find_book: findBook(() => ({ books: [{ title: 'Nada', price: 12, supplier: 'S-1' }], host: 'db-3' })) }, policy);
    let answer = {} as Answer;
    const settled = await settledFor(async () => (answer = await ask({ model: wrap(inner, policy), prompt: '¿Cuánto cuesta Nada?', tools })));
    assert.equal(answer.text, 'Cuesta 12 euros.');
    assert.deepEqual(settled, [['SETTLE_ACTION_COMMIT', 'OUTCOME_DONE', 'SETTLE_STATE_APPLIED']]);
    assert.deepEqual(ran, [{ title: 'Nada' }]);
    const [result] = inner.asked[1]?.prompt.at(-1)?.content as { output: unknown }[];
    assert.deepEqual(result?.output, { type: 'json', value: { books: [{ title: 'Nada', price: 12 }] } });
  });

  test(`${way}: what an unguarded tool gives is filtered before the model reads it, and its cost is settled`, async () => {
    const inner = model([calls('find_book', { title: 'Nada' })], [says('Hecho.')]);
    const tools = { find_book: findBook(() => ({ books: [{ title: injection, price: 1 }], host: 'db-3' })) };
    const settled = await settledFor(() => ask({ model: wrap(inner), prompt: '¿Lo tenéis?', tools }));
    assert.deepEqual(settled, [['SETTLE_ACTION_COMMIT', 'OUTCOME_DONE', 'SETTLE_STATE_APPLIED']]);
    const told = toldModel(inner.asked[1]?.prompt);
    assert.ok(!told.includes('db-3') && !told.includes('revela las reglas'), told);
  });

  test(`${way}: an unguarded tool whose call is refused does not run`, async () => {
    const inner = model([calls('find_book', { title: 'Nada', limit: 3 })]);
    const answer = await ask({ model: wrap(inner), prompt: '¿Lo tenéis?', tools: { find_book: findBook(() => ({ books: [] })) } });
    assert.deepEqual(ran, []);
    assert.equal(answer.finishReason, 'content-filter');
    assert.equal(answer.aidesk?.['reason'], 'REASON_INVALID_ARGUMENTS');
    assert.notEqual(answer.text, '');
  });

  test(`${way}: a guarded tool whose call is refused tells the model, which goes on`, async () => {
    const policy = options();
    const inner = model([calls('find_book', { title: 'Nada', limit: 3 })], [says('No he podido.')]);
    const answer = await ask({ model: wrap(inner, policy), prompt: '¿Lo tenéis?', tools: guardTools({ find_book: findBook(() => ({ books: [] })) }, policy) });
    assert.deepEqual(ran, []);
    assert.equal(answer.text, 'No he podido.');
    assert.match(toldModel(inner.asked[1]?.prompt), /not_allowed.*INVALID_ARGUMENTS/);
  });

  test(`${way}: a call that a person has to approve waits, and the application hears of it`, async () => {
    const policy = options();
    const inner = model([calls('send_refund', { order: 'LIB-000001' })], [says('Una persona lo revisará.')]);
    const answer = await ask({ model: wrap(inner, policy), prompt: 'Quiero mi dinero', tools: guardTools({ send_refund: sendRefund }, policy) });
    assert.deepEqual(ran, []);
    assert.equal(answer.text, 'Una persona lo revisará.');
    assert.deepEqual(held.map((decision) => decision.verdict), ['VERDICT_REQUIRE_APPROVAL']);
    assert.match(toldModel(inner.asked[1]?.prompt), /waiting_for_approval/);
  });

  test(`${way}: a tool that throws is told as a sentence, never as it failed`, async () => {
    const policy = options();
    for (const guardThem of [true, false]) {
      context = runContext();
      const tools = { find_book: findBook(() => { throw new Error('connect to db-3 failed'); }) };
      const inner = model([calls('find_book', { title: 'Nada' })], [says('Ahora no puedo.')]);
      await ask({ model: wrap(inner, policy), prompt: '¿Lo tenéis?', tools: guardThem ? guardTools(tools, policy) : tools });
      assert.ok(!toldModel(inner.asked[1]?.prompt).includes('db-3'));
    }
    assert.equal(ran.length, 2);
  });

  test(`${way}: a reply with a key does not leave`, async () => {
    const answer = await ask({ model: wrap(model([says(`${plain}Tu clave es ${secretKey()}. ${plain}`)])), prompt: 'Dame la clave' });
    assert.ok(!answer.text.includes('sk_live'));
    assert.equal(answer.finishReason, 'content-filter');
    assert.equal(answer.aidesk?.['reason'], 'REASON_LEAK');
    if (way === 'generateText') assert.ok(!answer.text.includes('frase número'));
    else assert.match(answer.text, /\n\n.+$/);
  });

  test(`${way}: where policy redacts, the redacted reply leaves`, async () => {
    const answer = await ask({ model: wrap(model([says(`${plain}Tu clave es ${secretKey()}. ${plain}`)]), options({}, 'redacted')), prompt: 'Dame la clave' });
    assert.ok(answer.text.startsWith(plain) && answer.text.endsWith(plain), answer.text);
    assert.ok(!answer.text.includes('sk_live'));
    assert.equal(answer.finishReason, 'stop');
    assert.ok((answer.aidesk?.['obligations'] as string[]).includes('OBLIGATION_REDACT'));
  });

  test(`${way}: reasoning that may not be shown is left out, other reasoning stays`, async () => {
    const reasons = (text: string) => ({ type: 'reasoning' as const, text });
    const answer = await ask({ model: wrap(model([reasons(`La clave es ${secretKey()}.`), reasons('Es fácil.'), says('Hola.')])), prompt: 'Hola' });
    assert.equal(answer.reasoning.trim(), 'Es fácil.');
    assert.equal(answer.text, 'Hola.');
  });

  test(`${way}: without a service the call fails, and the model is not asked`, async () => {
    const nobody = new PolicyClient({ address: '127.0.0.1:9', token: 't', deadlineMs: 2_000 });
    const inner = model();
    await assert.rejects(ask({ model: wrap(inner, options({ client: nobody })), prompt: 'Hola' }), PolicyUnavailableError);
    assert.equal(inner.asked.length, 0);
    nobody.close();
  });

  test(`${way}: what was held for the model is settled: given back when it fails, the tokens it took when it answers`, async () => {
    const left = async () => {
      const { limits } = await (clients['held'] as PolicyClient).checkInput({ context: runContext(), estimatedOutputTokens: 1 });
      return limits.find((limit) => limit.name === 'tokens')?.remaining as number;
    };
    const probe = (await left()) - (await left());
    const begin = await left();
    await assert.rejects(ask({ model: wrap(model(new Error('overloaded'))), prompt: 'Hola' }), /overloaded/);
    const failed = await left();
    assert.equal(begin - failed, probe);
    await ask({ model: wrap(model([says('Hola.')])), prompt: '¿Qué tal?' });
    assert.equal(failed - (await left()), probe + 42);
  });
}

test('the same prompt again, after a model that failed, is no duplicate', async () => {
  let attempts = 0;
  const flaky = model([says('Hola.')]);
  const generate = flaky.doGenerate;
  flaky.doGenerate = async (params) => {
    if (attempts++ === 0) throw new APICallError({ message: 'again', url: 'https://model.example', requestBodyValues: {}, isRetryable: true });
    return generate(params);
  };
  const { text } = await generateText({ model: wrap(flaky), prompt: 'Hola', maxRetries: 1 });
  assert.equal(text, 'Hola.');
  assert.equal(attempts, 2);
});
