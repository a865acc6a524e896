// The client on the real service: every RPC, and every way of being refused.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as policy from '../src/index.js';
import { Service } from './service/aidesk.js';
import { refusedWith } from './service/refused.js';
import { injection, input, output, runContext, secretKey, toolCall } from './service/requests.js';

const deadlineMs = 20_000;
let service: Service;
let token: string;
let client: policy.PolicyClient;
const clientWith = (changes: Partial<policy.ClientOptions>) => new policy.PolicyClient({ address: service.address, token, deadlineMs, ...changes });

before(async () => {
  service = await Service.start();
  token = await service.token();
  client = clientWith({});
});
after(async () => {
  client?.close();
  await service?.dispose();
});

test('checkInput: a harmless message is allowed, with rules for the prompt', async () => {
  const answer = await client.checkInput(input('Hola, ¿me recomendáis una novela policíaca?'));
  assert.equal(answer.decision?.verdict, policy.Verdict.VERDICT_ALLOW);
  assert.equal(answer.decision.reason, 'REASON_OK');
  assert.ok(policy.isAllowed(answer.decision));
  assert.ok(answer.decision.evaluationTime instanceof Date);
  assert.equal(answer.securityRules?.locale, 'es');
});

test('checkInput: an injection is denied by a decision, not by an error', async () => {
  const { decision, strikes } = await client.checkInput(input(injection));
  assert.equal(decision?.verdict, 'VERDICT_DENY');
  assert.equal(decision.reason, 'REASON_PROMPT_INJECTION');
  assert.equal(strikes?.strikes, 1);
  assert.notEqual(decision.userMessage?.text ?? '', '');
  assert.ok(!policy.isAllowed(decision) && !policy.isHeld(decision));
});

test('checkInput: the same requestId is answered as before and counts once', async () => {
  const request = { ...input(injection), requestId: randomUUID() };
  const [first, again] = [await client.checkInput(request), await client.checkInput(request)];
  assert.equal(again.decision?.decisionId, first.decision?.decisionId);
  assert.equal(again.strikes?.strikes, 1);
});

test('checkInput: untrusted text comes back cleaned', async () => {
  const answer = await client.checkInput({ context: runContext(), untrusted: [{ id: 'k1', origin: 'TEXT_ORIGIN_KNOWLEDGE', text: `De 9 a 20. ${injection}` }] });
  assert.deepEqual(answer.untrusted.map(({ id, cut }) => ({ id, cut })), [{ id: 'k1', cut: true }]);
});

test('a tool call: checked, redeemed once, filtered, settled', async () => {
  const call = toolCall('find_book', { title: 'Nada' });
  const answer = await client.checkToolCall(call);
  assert.equal(answer.canonicalArgumentsJson, '{"title":"Nada"}');
  const { runId } = call.context;
  const redemption = { requestId: randomUUID(), decisionToken: answer.decisionToken, runId, callId: call.callId, tool: call.tool, argumentsJson: answer.canonicalArgumentsJson };
  assert.equal((await client.redeemDecision(redemption)).state, 'REDEEM_STATE_REDEEMED');
  assert.equal((await client.redeemDecision(redemption)).state, 'REDEEM_STATE_REDEEMED');
  assert.equal((await client.redeemDecision({ ...redemption, requestId: randomUUID() })).state, 'REDEEM_STATE_ALREADY_REDEEMED');
  const filtered = await client.filterToolOutput({
    context: call.context, callId: call.callId, tool: call.tool, decisionToken: answer.decisionToken,
    outputJson: JSON.stringify({ books: [{ title: 'Nada', price: 12, stock: 3 }], host: 'db-3' }),
  });
  assert.deepEqual(JSON.parse(filtered.sanitizedJson), { books: [{ title: 'Nada', price: 12 }] });
  assert.deepEqual(filtered.droppedFields, ['/books/*/stock', '/host']);
  const reservationId = answer.reservation?.reservationId ?? '';
  const settled = await client.settle({ reservationId, action: 'SETTLE_ACTION_COMMIT', outcome: 'OUTCOME_DONE', actual: [{ unit: 'credits', value: 1 }] });
  assert.equal(settled.state, 'SETTLE_STATE_APPLIED');
});

test('filterToolOutput: a failure becomes a sentence', async () => {
  const { context, callId, tool } = toolCall('find_book', {});
  const answer = await client.filterToolOutput({ context, callId, tool, error: { type: 'HttpRequestException', message: 'db-3 refused', detail: 'at Db.Open()' } });
  assert.notEqual(answer.errorText, '');
  assert.ok(!answer.errorText.includes('db-3'));
});

test('checkOutput: a key does not leave', async () => {
  const text = `Tu clave es ${secretKey()}.`;
  const answer = await client.checkOutput(output(text));
  assert.equal(answer.decision?.reason, 'REASON_LEAK');
  assert.equal(policy.sendable(answer, text), undefined);
  assert.equal(policy.sendable(await client.checkOutput(output('Hasta luego.')), 'Hasta luego.'), 'Hasta luego.');
});

test('listTools: names what mode and level allow', async () => {
  const { tools } = await client.listTools({ mode: 'MODE_AUTOPILOT' });
  assert.deepEqual(tools.map((tool) => tool.name), ['find_book']);
  assert.equal(tools[0]?.argumentsSchema?.['type'], 'object');
});

test('attributes of every kind arrive as they are', () =>
  // The policy declares none, and the service says so of the first: it has read them.
  refusedWith(policy.PolicyRequestError, client.checkInput(input('Hola', { attributes: { urgency: 'high', age: 41.5, vip: true, none: null } }))).then((error) =>
    assert.match(error.field ?? '', /^context\.attributes/)));

interface Refusal {
  readonly name: string;
  readonly type: new (...args: never[]) => policy.PolicyError;
  readonly code: string;
  readonly reason?: string;
  readonly field?: string;
  readonly says: RegExp;
  readonly call: () => Promise<unknown>;
}
const refusals: readonly Refusal[] = [
  { name: 'no token', type: policy.PolicyAuthenticationError, code: 'UNAUTHENTICATED', reason: 'TOKEN_MISSING', says: /Give the client `token`/,
    call: () => clientWith({ token: undefined }).checkInput(input('Hola')) },
  { name: 'no such token', type: policy.PolicyAuthenticationError, code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID', says: /issuer, audience and key/,
    call: () => clientWith({ token: 'x.y.z' }).checkInput(input('Hola')) },
  { name: 'a token of another role', type: policy.PolicyPermissionError, code: 'PERMISSION_DENIED', reason: 'ROLE_REQUIRED', says: /role service/,
    call: async () => clientWith({ token: await service.token('agent') }).checkInput(input('Hola')) },
  { name: 'a token of a tenant without policy', type: policy.PolicyPermissionError, code: 'PERMISSION_DENIED', reason: 'TENANT_UNKNOWN', says: /Add a policy/,
    call: async () => clientWith({ token: await service.token('service', 'nobody') }).checkInput(input('Hola')) },
  { name: 'an empty required field', type: policy.PolicyRequestError, code: 'INVALID_ARGUMENT', reason: 'FIELD_REQUIRED', field: 'context.session_id', says: /Set context\.session_id/,
    call: () => client.checkInput(input('Hola', { sessionId: '' })) },
  { name: 'an enum value that is none', type: policy.PolicyRequestError, code: 'INVALID_ARGUMENT', reason: 'ENUM_UNKNOWN', field: 'context.mode', says: /newer service/,
    call: () => client.checkInput(input('Hola', { mode: 'UNRECOGNIZED' })) },
  { name: 'a requestId for another question', type: policy.PolicyRequestError, code: 'INVALID_ARGUMENT', reason: 'REQUEST_ID_REUSED', field: 'request_id', says: /new requestId/,
    call: async () => {
      const requestId = randomUUID();
      await client.checkInput({ ...input('Hola'), requestId });
      return client.checkInput({ ...input('Adiós'), requestId });
    } },
  { name: 'a text over 4 MiB', type: policy.PolicyTooLargeError, code: 'RESOURCE_EXHAUSTED', says: /at most 4 MiB/,
    call: () => client.checkOutput(output('a'.repeat(5 * 1024 * 1024))) },
  { name: 'a field over its limit', type: policy.PolicyRequestError, code: 'INVALID_ARGUMENT', reason: 'FIELD_INVALID', field: 'context.channel', says: /Correct context\.channel/,
    call: () => client.checkInput(input('Hola', { channel: 'c'.repeat(257) })) },
  { name: 'a value that its field cannot hold', type: policy.PolicyRequestError, code: 'INTERNAL', says: /Correct the request: .* a fraction/,
    call: () => client.checkInput({ ...input('Hola'), estimatedOutputTokens: 1.5 }) },
  { name: 'a reservation that nobody gave', type: policy.PolicyNotFoundError, code: 'NOT_FOUND', reason: 'NOT_FOUND', says: /Check the id/,
    call: () => client.settle({ reservationId: 'x', action: 'SETTLE_ACTION_RELEASE' }) },
];
for (const refusal of refusals) {
  test(`refused: ${refusal.name}`, async () => {
    const error = await refusedWith(refusal.type, refusal.call());
    assert.equal(error.code, refusal.code);
    assert.equal(error.reason, refusal.reason);
    if (refusal.field) assert.equal(error.field, refusal.field);
    assert.match(error.message, refusal.says);
    assert.equal(error.attempts, 1);
  });
}

test('whenUnavailable: allow does not go on without a good token or a good request', async () => {
  await refusedWith(policy.PolicyAuthenticationError, clientWith({ token: 'x.y.z' }).checkInput(input('Hola'), { whenUnavailable: 'allow' }));
  await refusedWith(policy.PolicyRequestError, client.checkInput(input('Hola', { sessionId: '' }), { whenUnavailable: 'allow' }));
});

test('a call that is aborted says so, before and while it runs', async () => {
  await refusedWith(policy.PolicyAbortedError, client.checkInput(input('Hola'), { signal: AbortSignal.abort() }));
  const abort = new AbortController();
  service.signal('SIGSTOP');
  try {
    const call = client.checkInput(input('Hola'), { signal: abort.signal, whenUnavailable: 'allow' });
    setImmediate(() => abort.abort());
    assert.match((await refusedWith(policy.PolicyAbortedError, call)).message, /aborted/);
  } finally {
    service.signal('SIGCONT');
  }
});

const settings: readonly [string, () => unknown, RegExp][] = [
  ['an empty token', () => clientWith({ token: '' }), /token must be/],
  ['a token with the end of its line', () => clientWith({ token: 'abc\n' }), /token must be/],
  ['an address without a port', () => clientWith({ address: 'localhost' }), /'localhost' must be host:port/],
  ['an address with a path', () => clientWith({ address: 'http://localhost:7070/x' }), /must be host:port/],
  ['a scheme that is none', () => clientWith({ address: 'ftp://localhost:7070' }), /scheme 'ftp'/],
  ['a socket without a path', () => clientWith({ address: 'unix:' }), /no path/],
  ['TLS settings in cleartext', () => clientWith({ address: 'http://localhost:7070', tls: { ca: 'x' } }), /write https/],
  ['a certificate without its key', () => clientWith({ address: 'https://localhost:7070', tls: { certificate: 'x' } }), /go together/],
  ['no time', () => clientWith({ deadlineMs: 0 }), /deadlineMs must be a whole number from 1 to 600000, not 0/],
  ['too many attempts', () => clientWith({ attempts: 11 }), /attempts must be/],
];
for (const [name, make, says] of settings) test(`settings: ${name}`, () => assert.throws(make, says));

test('types: what must be given must be given', () => {
  const notRun = (): unknown => [
    // @ts-expect-error A context names its session and its mode.
    client.checkInput({ context: { sessionId: 's' } }),
    // @ts-expect-error A tool call belongs to a run.
    client.checkToolCall({ context: { sessionId: 's', mode: 'MODE_COPILOT' }, callId: 'c', tool: 't' }),
    // @ts-expect-error An output or an error, not both.
    client.filterToolOutput({ context: runContext(), callId: 'c', tool: 't', outputJson: '{}', error: {} }),
    // @ts-expect-error A mode is one of the protos' values.
    client.listTools({ mode: 'autopilot' }),
    // @ts-expect-error There is no going on without this answer.
    client.redeemDecision({ requestId: 'r', decisionToken: '', runId: 'r', callId: 'c', tool: 't' }, { whenUnavailable: 'allow' }),
  ];
  assert.equal(typeof notRun, 'function');
});
