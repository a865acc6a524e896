'use strict';
// Runs every case against the server on the given port and prints a line for each: its name, then ok or what went wrong.
const assert = require('node:assert/strict');
const { grpc, testing, initialKey, trailingKey, zeros, gzip } = require('./contract');

const [port, mode] = process.argv.slice(2);
const serverChecks = mode.includes('checks-requests');
const address = `127.0.0.1:${port}`;
const credentials = grpc.credentials.createInsecure();
const plain = new testing.TestService(address, credentials);
const compressing = new testing.TestService(address, credentials, { 'grpc.default_compression_algorithm': gzip });
const { status } = grpc;

const requestSize = 271828;
const responseSize = 314159;
const requestSizes = [27182, 8, 1828, 45904];
const responseSizes = [31415, 9, 2653, 58979];
const large = (more) => ({ response_size: responseSize, payload: zeros(requestSize), ...more });
const ask = (...sizes) => ({ response_parameters: sizes.map((size) => ({ size })) });

/** The outcome of a call with one response: response, error, headers, trailers. */
function single(start) {
  return new Promise((resolve) => {
    const outcome = {};
    const call = start((error, response) => {
      outcome.error = error;
      outcome.response = response;
    });
    call.on('metadata', (headers) => (outcome.headers = headers));
    call.on('status', (trailing) => {
      outcome.status = trailing;
      setImmediate(() => resolve(outcome));
    });
  });
}

/** The outcome of a stream of responses. */
function stream(call) {
  return new Promise((resolve) => {
    const outcome = { responses: [] };
    call.on('metadata', (headers) => (outcome.headers = headers));
    call.on('data', (response) => outcome.responses.push(response.payload.body.length));
    call.on('error', () => {});
    call.on('status', (trailing) => {
      outcome.status = trailing;
      resolve(outcome);
    });
  });
}

const unary = (client, request, metadata = new grpc.Metadata()) => single((done) => client.UnaryCall(request, metadata, done));

function expectLarge(outcome) {
  assert.equal(outcome.status.code, status.OK);
  assert.equal(outcome.response.payload.body.length, responseSize);
}

function input(client, requests) {
  return single((done) => {
    const call = client.StreamingInputCall(done);
    requests.forEach((request) => call.write(request));
    call.end();
    return call;
  });
}

const cases = {
  async empty_unary() {
    assert.equal((await single((done) => plain.EmptyCall({}, done))).status.code, status.OK);
  },
  async large_unary() {
    expectLarge(await unary(plain, large()));
  },
  async client_compressed_unary() {
    const request = large({ expect_compressed: { value: true } });
    if (serverChecks) {
      assert.equal((await unary(plain, request)).status.code, status.INVALID_ARGUMENT);
    }
    expectLarge(await unary(compressing, request));
    expectLarge(await unary(plain, large({ expect_compressed: { value: false } })));
  },
  async server_compressed_unary() {
    const outcome = await unary(plain, large({ response_compressed: { value: true } }));
    expectLarge(outcome);
    expectLarge(await unary(plain, large({ response_compressed: { value: false } })));
  },
  async client_streaming() {
    const outcome = await input(plain, requestSizes.map((size) => ({ payload: zeros(size) })));
    assert.equal(outcome.response.aggregated_payload_size, 74922);
  },
  async client_compressed_streaming() {
    if (serverChecks) {
      const probe = await input(plain, [{ payload: zeros(9), expect_compressed: { value: true } }]);
      assert.equal(probe.status.code, status.INVALID_ARGUMENT);
    }
    const outcome = await input(compressing, [{ payload: zeros(27182), expect_compressed: { value: true } }, { payload: zeros(45904) }]);
    assert.equal(outcome.response.aggregated_payload_size, 73086);
  },
  async server_streaming() {
    const outcome = await stream(plain.StreamingOutputCall(ask(...responseSizes)));
    assert.deepEqual(outcome.responses, responseSizes);
    assert.equal(outcome.status.code, status.OK);
  },
  async server_compressed_streaming() {
    const request = ask(31415, 92653);
    request.response_parameters[0].compressed = { value: true };
    const outcome = await stream(plain.StreamingOutputCall(request));
    assert.deepEqual(outcome.responses, [31415, 92653]);
  },
  async ping_pong() {
    const call = plain.FullDuplexCall();
    const done = stream(call);
    const send = (i) => call.write({ ...ask(responseSizes[i]), payload: zeros(requestSizes[i]) });
    let next = 1;
    call.on('data', () => (next < requestSizes.length ? send(next++) : call.end()));
    send(0);
    assert.deepEqual((await done).responses, responseSizes);
  },
  async empty_stream() {
    const call = plain.FullDuplexCall();
    call.end();
    const outcome = await stream(call);
    assert.deepEqual(outcome.responses, []);
    assert.equal(outcome.status.code, status.OK);
  },
  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.set(initialKey, 'test_initial_metadata_value');
    metadata.set(trailingKey, Buffer.from('ababab', 'hex'));
    const call = plain.FullDuplexCall(metadata);
    const streamed = stream(call);
    call.write(ask(responseSize));
    call.end();
    for (const outcome of [await unary(plain, large(), metadata), await streamed]) {
      assert.deepEqual(outcome.headers.get(initialKey), ['test_initial_metadata_value']);
      assert.equal(outcome.status.metadata.get(trailingKey)[0].toString('hex'), 'ababab');
    }
  },
  async status_code_and_message() {
    const response_status = { code: 2, message: 'test status message' };
    const call = plain.FullDuplexCall();
    const streamed = stream(call);
    call.write({ response_status });
    for (const outcome of [await unary(plain, { response_status }), await streamed]) {
      assert.equal(outcome.status.code, status.UNKNOWN);
      assert.equal(outcome.status.details, 'test status message');
    }
  },
  async special_status_message() {
    const message = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
    const outcome = await unary(plain, { response_status: { code: 2, message } });
    assert.equal(outcome.status.code, status.UNKNOWN);
    assert.equal(outcome.status.details, message);
  },
  async unimplemented_method() {
    assert.equal((await single((done) => plain.UnimplementedCall({}, done))).status.code, status.UNIMPLEMENTED);
  },
  async unimplemented_service() {
    const client = new testing.UnimplementedService(address, credentials);
    assert.equal((await single((done) => client.UnimplementedCall({}, done))).status.code, status.UNIMPLEMENTED);
  },
  async cancel_after_begin() {
    const outcome = await single((done) => {
      const call = plain.StreamingInputCall(done);
      setImmediate(() => call.cancel());
      return call;
    });
    assert.equal(outcome.status.code, status.CANCELLED);
  },
  async cancel_after_first_response() {
    const call = plain.FullDuplexCall();
    const done = stream(call);
    call.on('data', () => call.cancel());
    call.write({ ...ask(31415), payload: zeros(27182) });
    assert.equal((await done).status.code, status.CANCELLED);
  },
  async timeout_on_sleeping_server() {
    const call = plain.FullDuplexCall({ deadline: Date.now() + 1 });
    const done = stream(call);
    call.write({ response_parameters: [{ size: 31415, interval_us: 100000 }] });
    assert.equal((await done).status.code, status.DEADLINE_EXCEEDED);
  },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    let timer;
    try {
      const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('timed out')), 20000)));
      await Promise.race([run(), late]);
      console.log(`${name} ok`);
    } catch (error) {
      console.log(`${name} ${String(error.message).replaceAll('\n', ' ')}`);
    } finally {
      clearTimeout(timer);
    }
  }
  process.exit(0);
})();
