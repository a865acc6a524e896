// Very many calls at once on one client: all answered, and nothing kept of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PolicyClient } from '../src/index.js';
import { Service } from './service/aidesk.js';
import { injection, input } from './service/requests.js';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;
const atOnce = 10_000;
/** A call that left 200 bytes behind would make the heap grow by 2 MB in every round. */
const mostGrowth = 1024 * 1024;
/** The heap may grow for other reasons in one round: code is compiled anew, a buffer is let go later. What leaks grows in each of them. */
const mostRounds = 6;

test('10,000 calls at once are answered, each with its own answer, and leave no memory behind', async () => {
  const service = await Service.start();
  const client = new PolicyClient({ address: service.address, token: await service.token(), deadlineMs: 300_000 });
  const round = async () => {
    const signal = new AbortController().signal;
    const verdicts = await Promise.all(Array.from({ length: atOnce }, async (_, index) => {
      const { decision } = await client.checkInput(input(index % 2 === 0 ? `¿Dónde está el pedido ${index}?` : injection), { signal });
      return decision?.verdict;
    }));
    verdicts.forEach((verdict, index) => assert.equal(verdict, index % 2 === 0 ? 'VERDICT_ALLOW' : 'VERDICT_DENY'));
    collect();
    return process.memoryUsage().heapUsed;
  };
  try {
    // The first rounds fill what stays: compiled code, buffers of the connection.
    await round();
    let before = await round();
    const growths: number[] = [];
    while (growths.length < mostRounds && !growths.some((growth) => growth < mostGrowth)) {
      const after = await round();
      growths.push(after - before);
      before = after;
    }
    assert.ok(Math.min(...growths) < mostGrowth, `the heap grew in every round of ${atOnce} calls, by ${growths.join(', ')} bytes`);
  } finally {
    client.close();
    await service.dispose();
  }
});
