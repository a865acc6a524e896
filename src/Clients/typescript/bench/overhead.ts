// What the client costs above the bare grpc-js stub: the same question, the same service, in turns. Prints; asserts nothing.
//   node dist/bench/overhead.js [rounds] [calls]
import { randomUUID } from 'node:crypto';
import { credentials, Metadata } from '@grpc/grpc-js';
import { CheckInputRequest } from '../src/generated/aidesk/policy/v1/checks.js';
import { PolicyServiceClient } from '../src/generated/aidesk/policy/v1/policy_service.js';
import { PolicyClient, type CheckInput } from '../src/index.js';
import { Service } from '../tests/service/aidesk.js';

const rounds = Number(process.argv[2] ?? 15);
const calls = Number(process.argv[3] ?? 400);
const service = await Service.start();
const token = await service.token();
const bare = new PolicyServiceClient(service.address, credentials.createInsecure());
const client = new PolicyClient({ address: service.address, token, deadlineMs: 60_000 });

const question = (): CheckInput => ({
  context: { sessionId: randomUUID(), runId: randomUUID(), mode: 'MODE_AUTOPILOT' },
  message: { messageId: randomUUID(), text: '¿Dónde está mi pedido?', author: 'MESSAGE_AUTHOR_CUSTOMER' },
});
const asks: Record<string, () => Promise<unknown>> = {
  'bare stub': () =>
    new Promise((resolve, reject) => {
      const metadata = new Metadata();
      metadata.set('authorization', `Bearer ${token}`);
      bare.checkInput(CheckInputRequest.fromPartial(question()), metadata, { deadline: Date.now() + 60_000 }, (error, answer) => (error ? reject(error) : resolve(answer)));
    }),
  client: () => client.checkInput(question()),
};

/** Microseconds of a call, `inFlight` of which run at a time: on the clock, and of this process's processor time. */
async function measure(ask: () => Promise<unknown>, inFlight: number): Promise<{ wall: number; cpu: number }> {
  let left = calls;
  const begun = process.hrtime.bigint();
  const used = process.cpuUsage();
  await Promise.all(Array.from({ length: inFlight }, async () => { while (left-- > 0) await ask(); }));
  const { user, system } = process.cpuUsage(used);
  return { wall: Number(process.hrtime.bigint() - begun) / 1000 / calls, cpu: (user + system) / calls };
}
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;

console.log(`| in flight | bare stub, µs of processor a call | client | overhead | bare stub, µs on the clock | client | overhead |`);
console.log('|---|---|---|---|---|---|---|');
for (const inFlight of [1, 64]) {
  const seen: Record<string, { wall: number; cpu: number }[]> = { 'bare stub': [], client: [] };
  for (const ask of Object.values(asks)) await measure(ask, inFlight);
  for (let round = 0; round < rounds; round++) {
    // In turns, and each first as often as the other: whatever else runs here hits both.
    const order = Object.keys(asks);
    for (const name of round % 2 === 0 ? order : order.reverse()) seen[name]?.push(await measure(asks[name] as () => Promise<unknown>, inFlight));
  }
  const of = (name: string, what: 'wall' | 'cpu') => median((seen[name] ?? []).map((one) => one[what]));
  const cells = (['cpu', 'wall'] as const).flatMap((what) => {
    const [without, with_] = [of('bare stub', what), of('client', what)];
    return [without.toFixed(0), with_.toFixed(0), `${((with_ / without - 1) * 100).toFixed(1)} %`];
  });
  console.log(`| ${inFlight} | ${cells.join(' | ')} |`);
}
client.close();
bare.close();
await service.dispose();
