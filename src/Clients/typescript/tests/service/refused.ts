import assert from 'node:assert/strict';
import type { PolicyError } from '../../src/index.js';

/** The error that the call fails with, which is of this class. */
export async function refusedWith<E extends PolicyError>(type: new (...args: never[]) => E, call: Promise<unknown>): Promise<E> {
  const error = await call.then((answer) => assert.fail(`the call was answered: ${JSON.stringify(answer)}`), (thrown: unknown) => thrown);
  assert.ok(error instanceof type, `${String(error)} is no ${type.name}`);
  assert.equal(error.name, type.name);
  return error;
}
