// What a caller sees of a service that is absent, slow, ending, failing or old.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { status } from '@grpc/grpc-js';
import * as policy from '../src/index.js';
import { Service } from './service/aidesk.js';
import { eventually } from './service/eventually.js';
import { refusedWith } from './service/refused.js';
import { injection, input, output, runContext, toolCall } from './service/requests.js';
import { ScriptedService, type Answer } from './service/scripted.js';

let service: Service;
let token: string;
before(async () => {
  service = await Service.start();
  token = await service.token();
});
after(() => service?.dispose());

const clientOf = (address: string, changes: Partial<policy.ClientOptions> = {}) => new policy.PolicyClient({ address, token, deadlineMs: 20_000, ...changes });

/** Runs `use` on a client of the real service, which may be stopped meanwhile. */
async function withClient(changes: Partial<policy.ClientOptions>, use: (client: policy.PolicyClient) => Promise<void>): Promise<void> {
  const client = clientOf(service.address, changes);
  try {
    await use(client);
  } finally {
    service.signal('SIGCONT');
    client.close();
  }
}

async function withScript(answers: Readonly<Record<string, Answer>>, changes: Partial<policy.ClientOptions>, use: (client: policy.PolicyClient) => Promise<void>): Promise<void> {
  const scripted = await ScriptedService.start(answers);
  const client = clientOf(scripted.address, changes);
  try {
    await use(client);
  } finally {
    client.close();
    scripted.stop();
  }
}

const unavailable = { code: status.UNAVAILABLE, details: 'going away' };
const allow = { decision: { ...policy.Decision.fromPartial({ verdict: 'VERDICT_ALLOW' }) } };

test('slow: no answer within the deadline is an error, and a decision of the client only where the call says so', () =>
  withClient({ deadlineMs: 250 }, async (client) => {
    service.signal('SIGSTOP');
    const error = await refusedWith(policy.PolicyDeadlineError, client.checkInput(input('Hola')));
    assert.match(error.message, /CheckInput failed: no answer within 250 ms.*raise deadlineMs/);
    await refusedWith(policy.PolicyDeadlineError, client.checkToolCall(toolCall('find_book', {})));
    await refusedWith(policy.PolicyDeadlineError, client.checkOutput(output('Hola'), { deadlineMs: 50 }));

    const { decision } = await client.checkInput(input(injection), { whenUnavailable: 'allow' });
    assert.equal(decision?.verdict, 'VERDICT_ALLOW');
    assert.equal(decision.degraded, true);
    assert.deepEqual(decision.degradedReasons, ['client:DEADLINE_EXCEEDED']);
    assert.deepEqual(decision.checks, []);
    assert.equal(decision.decisionId, '');
    const call = await client.checkToolCall(toolCall('find_book', { title: 'x' }), { whenUnavailable: 'allow' });
    assert.equal(call.decisionToken, '');
    assert.equal(call.canonicalArgumentsJson, '{"title":"x"}');

    service.signal('SIGCONT');
    const later = await eventually(() => client.checkInput(input('Hola')));
    assert.equal(later.decision?.degraded, false);
  }));

test('slow: a token provider that hangs is as late as a service that does', () =>
  withClient({ deadlineMs: 100, token: () => new Promise<string>(() => undefined) }, async (client) => {
    await refusedWith(policy.PolicyDeadlineError, client.checkInput(input('Hola')));
    await refusedWith(policy.PolicyAbortedError, client.checkInput(input('Hola'), { deadlineMs: 20_000, signal: AbortSignal.timeout(10) }));
  }));

test('unreachable: the error names the address, and the override answers', async () => {
  const listener = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const address = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  await new Promise((resolve) => listener.close(resolve));
  const client = clientOf(address);
  const error = await refusedWith(policy.PolicyUnavailableError, client.checkInput(input('Hola')));
  assert.ok(error.message.includes(`No policy service answers at ${address}: start it`), error.message);
  assert.equal(error.attempts, 1);
  assert.deepEqual((await client.checkOutput(output('Hola'), { whenUnavailable: 'allow' })).decision?.degradedReasons, ['client:UNAVAILABLE']);
  const repeated = await refusedWith(policy.PolicyUnavailableError, client.checkInput({ ...input('Hola'), requestId: randomUUID() }));
  assert.equal(repeated.attempts, 3);
  client.close();
});

test('a question with a requestId is asked again, with the same id; one without is not', async () => {
  const seen: string[] = [];
  const answers = { checkInput: ({ request }: { request: { requestId: string } }) => (seen.push(request.requestId) % 3 === 0 ? allow : unavailable) };
  await withScript(answers, {}, async (client) => {
    await client.checkInput({ ...input('Hola'), requestId: 'r1' });
    assert.deepEqual(seen, ['r1', 'r1', 'r1']);
    await refusedWith(policy.PolicyUnavailableError, client.checkInput(input('Hola')));
    assert.equal(seen.length, 4);
  });
});

test('what is idempotent in itself is asked again: a settlement, a redemption', async () => {
  const settled: unknown[] = [];
  const redeemed: string[] = [];
  const answers = {
    settle: ({ request }: { request: unknown }) => (settled.push(request) < 2 ? unavailable : { state: 'SETTLE_STATE_APPLIED' }),
    redeemDecision: ({ request }: { request: { requestId: string } }) => (redeemed.push(request.requestId) < 2 ? unavailable : { state: 'REDEEM_STATE_REDEEMED', decisionId: 'd' }),
  };
  await withScript(answers as never, {}, async (client) => {
    assert.equal((await client.settle({ reservationId: 'r', action: 'SETTLE_ACTION_RELEASE' })).state, 'SETTLE_STATE_APPLIED');
    assert.equal((await client.redeemDecision({ requestId: 'once', decisionToken: 't', runId: 'r', callId: 'c', tool: 'x' })).state, 'REDEEM_STATE_REDEEMED');
    assert.deepEqual(redeemed, ['once', 'once']);
  });
});

test('a fault of the service is not asked again', async () => {
  let calls = 0;
  const answers = { checkInput: () => ({ code: status.INTERNAL, details: `fault ${++calls}` }) };
  await withScript(answers, {}, async (client) => {
    const error = await refusedWith(policy.PolicyInternalError, client.checkInput({ ...input('Hola'), requestId: 'r' }));
    assert.match(error.message, /fault 1\. Treat the action as denied/);
  });
});

test('a refused token is fetched anew, once, also without a requestId', async () => {
  const why: (string | undefined)[] = [];
  const fetched = ['x.y.z', token];
  await withClient({ token: ({ rejected }) => fetched[why.push(rejected) - 1] as string }, async (client) => {
    assert.equal((await client.checkInput(input('Hola'))).decision?.verdict, 'VERDICT_ALLOW');
    await client.checkInput(input('Adiós'));
    assert.deepEqual(why, [undefined, 'x.y.z']);
  });
});

test('a token that is refused again is an error; a provider that fails or gives nothing too', async () => {
  const cases: readonly [policy.TokenProvider, RegExp, number][] = [
    [() => 'x.y.z', /issuer, audience and key/, 2],
    [() => Promise.reject(new Error('vault is sealed')), /token provider failed: vault is sealed/, 1],
    [() => '', /gave no token/, 1],
  ];
  for (const [provider, says, attempts] of cases) {
    await withClient({ token: provider }, async (client) => {
      const error = await refusedWith(policy.PolicyAuthenticationError, client.checkInput(input('Hola')));
      assert.match(error.message, says);
      assert.equal(error.attempts, attempts);
    });
  }
});

test('many calls that need a token fetch one', async () => {
  let fetches = 0;
  await withClient({ token: async () => (await new Promise(setImmediate), fetches++, token) }, async (client) => {
    await Promise.all(Array.from({ length: 50 }, () => client.listTools({ mode: 'MODE_COPILOT' })));
    assert.equal(fetches, 1);
  });
});

test('an old service does not know the RPC, and the error says which is too old', () =>
  withScript({ checkInput: () => allow }, {}, async (client) => {
    await client.checkInput(input('Hola'));
    const error = await refusedWith(policy.PolicyUnsupportedError, client.listTools({ mode: 'MODE_COPILOT' }));
    assert.match(error.message, /does not know ListTools: it is older than this client/);
    await refusedWith(policy.PolicyUnsupportedError, client.checkOutput(output('Hola'), { whenUnavailable: 'allow' }));
  }));

test('a newer service: a verdict that is unknown here allows nothing, an unknown reason keeps its status', () =>
  withScript({
    checkInput: () => ({ decision: policy.Decision.fromPartial({ verdict: 'UNRECOGNIZED' }) }),
    checkOutput: () => ({ code: status.FAILED_PRECONDITION, details: 'new' }),
  }, {}, async (client) => {
    const { decision } = await client.checkInput(input('Hola'));
    assert.ok(!policy.isAllowed(decision) && !policy.isHeld(decision));
    await refusedWith(policy.PolicyStateError, client.checkOutput(output('Hola')));
  }));

test('draining: what is in flight is answered, what comes later is told that nobody is there', async () => {
  const ending = await Service.start({ env: { AIDESK_DRAIN_SECONDS: '3' } });
  const client = clientOf(ending.address, { token: await ending.token() });
  await client.listTools({ mode: 'MODE_COPILOT' });
  const inFlight = Array.from({ length: 150 }, (_, index) => client.checkInput(input(`¿Dónde está el pedido ${index}?`)));
  const exit = ending.end('SIGTERM');
  const verdicts = (await Promise.all(inFlight)).map((answer) => answer.decision?.verdict);
  assert.deepEqual([...new Set(verdicts)], ['VERDICT_ALLOW']);
  assert.equal(await exit, 0);
  await refusedWith(policy.PolicyUnavailableError, client.checkInput(input('¿Hay alguien?')));
  await ending.start();
  assert.equal((await eventually(() => client.checkInput(input('¿Y ahora?')))).decision?.verdict, 'VERDICT_ALLOW');
  client.close();
  await ending.dispose();
});

test('closed: a client that was closed says so', async () => {
  const client = clientOf(service.address);
  client.close();
  assert.match((await refusedWith(policy.PolicyStateError, client.checkInput({ context: runContext() }))).message, /the client was closed/);
});
