// The whole way of a tool call, without a framework: allowed, approved by a person, refused in the middle.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import * as policy from '../src/index.js';
import { ownPolicies, Service } from './service/aidesk.js';
import { runContext } from './service/requests.js';
import { ScriptedService, type Answer } from './service/scripted.js';

let service: Service;
let agent: policy.PolicyClient;
let approver: policy.PolicyClient;
before(async () => {
  service = await Service.start({ policies: ownPolicies });
  const client = async (role: string) => new policy.PolicyClient({ address: service.address, token: await service.token(role, 'held', role === 'approver' ? 'ann' : 'agent'), deadlineMs: 20_000 });
  [agent, approver] = await Promise.all([client('service'), client('approver')]);
});
after(async () => {
  agent?.close();
  approver?.close();
  await service?.dispose();
});

const callOf = (tool: string, args: unknown): policy.ToolCall => ({ context: runContext(), callId: randomUUID(), tool, argumentsJson: JSON.stringify(args) });

test('held, approved by another person, and run with what was approved', async () => {
  const call = callOf('send_refund', { order: 'LIB-000001' });
  const ran: unknown[] = [];
  const run = (args: unknown) => (ran.push(args), { status: 'sent', iban: 'x' });
  const held = await policy.guardedCall(agent, call, run);
  assert.equal(held.kind, 'held');
  assert.deepEqual(ran, []);

  const approval = await approver.resolveApproval({ decisionId: held.decision.decisionId, approval: 'APPROVAL_DECISION_APPROVE' });
  assert.equal(approval.state, 'APPROVAL_STATE_APPROVED');
  const done = await policy.guardedCall(agent, { ...call, checked: approval }, run);
  assert.deepEqual(done.kind === 'done' && JSON.parse(done.sanitizedJson), { status: 'sent' });
  assert.deepEqual(ran, [{ order: 'LIB-000001' }]);

  // The token was used up: the same approval runs nothing a second time.
  await assert.rejects(policy.guardedCall(agent, { ...call, checked: approval }, run), /ALREADY_REDEEMED: the tool did not run/);
  assert.equal(ran.length, 1);
});

test('an approval that is not there yet, or was refused, runs nothing', async () => {
  const call = callOf('send_refund', { order: 'LIB-000002' });
  const held = await policy.guardedCall(agent, call, () => assert.fail('it ran'));
  const rejected = await approver.resolveApproval({ decisionId: held.decision.decisionId, approval: 'APPROVAL_DECISION_REJECT' });
  assert.equal((await policy.guardedCall(agent, { ...call, checked: rejected }, () => assert.fail('it ran'))).kind, 'refused');
});

const allow = { decision: policy.Decision.fromPartial({ verdict: 'VERDICT_ALLOW', decisionId: 'd' }), decisionToken: 't', canonicalArgumentsJson: '{}', reservation: { reservationId: 'r' } };
const down = { code: 14, details: 'down' };

/** A service that answers so, and which settlements it was asked for. */
async function scripted(answers: Readonly<Record<string, Answer>>, use: (client: policy.PolicyClient, settled: unknown[]) => Promise<void>): Promise<void> {
  const settled: unknown[] = [];
  const settle: Answer = ({ request }) => (settled.push([request.action, request.outcome]), { state: 'SETTLE_STATE_APPLIED' });
  const script = await ScriptedService.start({ checkToolCall: () => allow, redeemDecision: () => ({ state: 'REDEEM_STATE_REDEEMED' }), settle, ...answers });
  const client = new policy.PolicyClient({ address: script.address, token: 't', deadlineMs: 20_000 });
  try {
    await use(client, settled);
  } finally {
    client.close();
    script.stop();
  }
}

test('a redemption that nobody answers: nothing runs, and what was held is given back', () =>
  scripted({ redeemDecision: () => down }, async (client, settled) => {
    await assert.rejects(policy.guardedCall(client, callOf('x', {}), () => assert.fail('it ran')), policy.PolicyUnavailableError);
    assert.deepEqual(settled, [['SETTLE_ACTION_RELEASE', 'OUTCOME_NOT_TRIED']]);
  }));

test('a filter that nobody answers: the output stays unseen, and what was done is settled', () =>
  scripted({ filterToolOutput: () => down }, async (client, settled) => {
    await assert.rejects(policy.guardedCall(client, callOf('x', {}), () => ({ secret: 1 })), (error) => error instanceof policy.PolicyUnavailableError && !error.message.includes('secret'));
    assert.deepEqual(settled, [['SETTLE_ACTION_COMMIT', 'OUTCOME_DONE']]);
  }));

test('an output that is no JSON was done all the same, and the model hears of a failure', () =>
  scripted({ filterToolOutput: ({ request }) => ({ decision: allow.decision, errorText: `told of a ${request.error.type}` }) }, async (client, settled) => {
    const outcome = await policy.guardedCall(client, callOf('x', {}), () => 10n);
    assert.deepEqual([outcome.kind, outcome.kind === 'failed' && outcome.errorText], ['failed', 'told of a TypeError']);
    assert.deepEqual(settled, [['SETTLE_ACTION_COMMIT', 'OUTCOME_DONE']]);
  }));

test('a settlement that nobody answers is reported, and changes nothing', () =>
  scripted({ settle: () => down, filterToolOutput: () => ({ decision: allow.decision, sanitizedJson: '{}' }) }, async (client) => {
    const unsettled: unknown[] = [];
    assert.equal((await policy.guardedCall(client, callOf('x', {}), () => 1, (error) => unsettled.push(error))).kind, 'done');
    assert.ok(unsettled[0] instanceof policy.PolicyUnavailableError);
  }));
