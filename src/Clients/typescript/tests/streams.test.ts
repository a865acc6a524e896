// Replies that are still being written: held back, released, stopped, on the service and on one from before streams.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as policy from '../src/index.js';
import type { CheckOutputRequest } from '../src/index.js';
import { ownPolicies, Service } from './service/aidesk.js';
import { refusedWith } from './service/refused.js';
import { runContext, secretKey } from './service/requests.js';
import { ScriptedService } from './service/scripted.js';

let service: Service;
let oldService: ScriptedService;
const tenants = ['held', 'redacted'] as const;
type Tenant = (typeof tenants)[number];
const clients = {} as Record<`${Tenant} ${'new' | 'old'}`, policy.PolicyClient>;
/** Texts that the old service was asked about. */
let asked: string[] = [];

before(async () => {
  service = await Service.start({ policies: ownPolicies });
  for (const tenant of tenants) clients[`${tenant} new`] = new policy.PolicyClient({ address: service.address, token: await service.token('service', tenant), deadlineMs: 20_000 });
  // What an old service does not have is missing here; what it has, the real one answers.
  oldService = await ScriptedService.start({
    checkOutput: ({ request, metadata }: { request: CheckOutputRequest; metadata: { get(name: string): unknown[] } }) => {
      asked.push(request.text);
      const tenant = tenants.find((name) => metadata.get('authorization')[0] === `Bearer ${name}`) as Tenant;
      return clients[`${tenant} new`].checkOutput({ ...request, context: request.context as policy.RunContext });
    },
  });
  for (const tenant of tenants) clients[`${tenant} old`] = new policy.PolicyClient({ address: oldService.address, token: tenant, deadlineMs: 20_000 });
});
after(async () => {
  for (const client of Object.values(clients)) client.close();
  oldService?.stop();
  await service?.dispose();
});

const plain = Array.from({ length: 60 }, (_, index) => `Esta es la frase número ${index}, y no dice nada que importe. `).join('');
const chunks = (text: string, size: number) => Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, (index + 1) * size));

interface Read {
  readonly pieces: string[];
  readonly text: string;
  readonly reply: policy.ReplyStream;
}

async function read(client: policy.PolicyClient, parts: AsyncIterable<string> | Iterable<string>, options?: policy.CallOptions): Promise<Read> {
  const reply = client.streamOutput({ context: runContext(), author: 'REPLY_AUTHOR_MODEL', requestId: randomUUID() }, parts, options);
  const pieces: string[] = [];
  for await (const piece of reply) pieces.push(piece);
  return { pieces, text: pieces.join(''), reply };
}

for (const age of ['new', 'old'] as const) {
  test(`${age} service: a harmless reply comes whole, and its beginning before its end`, async () => {
    const { pieces, text, reply } = await read(clients[`held ${age}`], chunks(plain, 7));
    assert.equal(text, plain);
    assert.ok(pieces.length > 1, 'it was released at once');
    assert.equal(reply.pace, age === 'new' ? 'RELEASE_PACE_ANCHOR' : 'RELEASE_PACE_SENTENCE');
    assert.equal(reply.decision?.verdict, 'VERDICT_ALLOW');
    assert.equal(reply.stopped, false);
  });

  test(`${age} service: a key does not leave, however the reply is cut`, async () => {
    for (const size of [1, 3, 64, 5000]) {
      const { text, reply } = await read(clients[`held ${age}`], chunks(`${plain}Tu clave es ${secretKey()}. ${plain}`, size));
      assert.ok(`${plain}Tu clave es `.startsWith(text), text.slice(plain.length));
      assert.equal(reply.decision?.verdict, 'VERDICT_DENY');
      assert.equal(reply.decision.reason, 'REASON_LEAK');
    }
  });

  test(`${age} service: where policy redacts, what comes out is the redacted text`, async () => {
    const { text, reply } = await read(clients[`redacted ${age}`], chunks(`${plain}Tu clave es ${secretKey()}. ${plain}`, 50));
    assert.ok(!text.includes(secretKey()));
    assert.ok(text.startsWith(plain) && text.endsWith(plain), text.slice(plain.length, -plain.length));
    assert.equal(reply.decision?.verdict, 'VERDICT_ALLOW_POST_REVIEW');
  });

  test(`${age} service: half of a character waits for the other half`, async () => {
    const { text } = await read(clients[`held ${age}`], ['Hola \ud83d', '\ude00, adiós.']);
    assert.equal(text, 'Hola 😀, adiós.');
  });

  test(`${age} service: a writer that fails is told of as it is`, async () => {
    const fault = new Error('the model is gone');
    await assert.rejects(read(clients[`held ${age}`], (async function* () {
      yield plain;
      throw fault;
    })()), fault);
  });

  test(`${age} service: an empty reply is a decision too`, async () => {
    const { text, reply } = await read(clients[`held ${age}`], []);
    assert.equal(text, '');
    assert.notEqual(reply.decision, undefined);
  });
}

test('old service: the questions together stay linear in the text', async () => {
  asked = [];
  await read(clients['held old'], chunks(plain.repeat(20), 100));
  const total = asked.reduce((sum, text) => sum + text.length, 0);
  assert.ok(total < 12 * plain.length * 20, `${total} characters for ${plain.length * 20}`);
});

test('a stopped reply tells its writer, who is then not read to the end', async () => {
  let written = 0;
  let closed = false;
  const reply = clients['held new'].streamOutput({ context: runContext(), author: 'REPLY_AUTHOR_MODEL' }, (async function* () {
    try {
      yield `Tu clave es ${secretKey()}. `;
      for (; ; written++) {
        await new Promise(setImmediate);
        yield plain;
      }
    } finally {
      closed = true;
    }
  })());
  for await (const piece of reply) assert.ok(!piece.includes(secretKey()));
  assert.equal(reply.stopped, true);
  assert.equal(reply.decision?.reason, 'REASON_LEAK');
  for (let turns = 0; turns < 1000 && !closed; turns++) await new Promise(setImmediate);
  assert.equal(closed, true);
});

test('a reader that leaves ends the stream and its writer', async () => {
  let closed = false;
  const reply = clients['held new'].streamOutput({ context: runContext(), author: 'REPLY_AUTHOR_MODEL' }, (async function* () {
    try {
      for (;;) {
        await new Promise(setImmediate);
        yield plain;
      }
    } finally {
      closed = true;
    }
  })());
  for await (const _ of reply) break;
  for (let turns = 0; turns < 1000 && !closed; turns++) await new Promise(setImmediate);
  assert.equal(closed, true);
  assert.equal(reply.decision, undefined);
});

test('an aborted stream, a refused token, a field at fault: the errors of any call', async () => {
  const hanging = (async function* () {
    yield plain;
    await new Promise(() => undefined);
  })();
  const abort = new AbortController();
  const reading = read(clients['held new'], hanging, { signal: abort.signal });
  setTimeout(() => abort.abort(), 50);
  await refusedWith(policy.PolicyAbortedError, reading);

  const stranger = new policy.PolicyClient({ address: service.address, token: 'x.y.z', deadlineMs: 20_000 });
  await refusedWith(policy.PolicyAuthenticationError, read(stranger, [plain]));
  stranger.close();

  const unnamed = clients['held new'].streamOutput({ context: runContext({ runId: '' }), author: 'REPLY_AUTHOR_MODEL' }, [plain]);
  const error = await refusedWith(policy.PolicyRequestError, (async () => { for await (const _ of unnamed); })());
  assert.match(error.field ?? '', /run_id/);
});

test('a refused token is fetched anew before anything of the reply is read', async () => {
  const good = await service.token('service', 'held');
  let asks = 0;
  const client = new policy.PolicyClient({ address: service.address, token: () => (asks++ === 0 ? 'x.y.z' : good), deadlineMs: 20_000 });
  assert.equal((await read(client, chunks(plain, 100))).text, plain);
  assert.equal(asks, 2);
  client.close();
});

test('slow: a service that hangs in the middle of a reply is late', async () => {
  const client = new policy.PolicyClient({ address: service.address, token: await service.token('service', 'held') });
  const reply = client.streamOutput({ context: runContext(), author: 'REPLY_AUTHOR_MODEL' }, (async function* () {
    yield plain;
    service.signal('SIGSTOP');
  })(), { deadlineMs: 300 });
  try {
    await refusedWith(policy.PolicyDeadlineError, (async () => { for await (const _ of reply); })());
  } finally {
    service.signal('SIGCONT');
    client.close();
  }
});
