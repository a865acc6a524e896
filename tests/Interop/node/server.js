'use strict';
// Serves the test service on a free port, which it prints, until standard input ends.
const { grpc, testing, initialKey, trailingKey, zeros } = require('./contract');

function echoMetadata(call) {
  const trailers = new grpc.Metadata();
  const initial = call.metadata.get(initialKey);
  if (initial.length > 0) {
    const headers = new grpc.Metadata();
    headers.set(initialKey, initial[0]);
    call.sendMetadata(headers);
  }
  for (const value of call.metadata.get(trailingKey)) {
    trailers.add(trailingKey, value);
  }
  return trailers;
}

const pause = (microseconds) => new Promise((resolve) => setTimeout(resolve, microseconds / 1000));

async function answer(request, call) {
  if (request.response_status) {
    call.emit('error', { code: request.response_status.code, details: request.response_status.message });
    return false;
  }
  for (const parameters of request.response_parameters) {
    await pause(parameters.interval_us);
    call.write({ payload: zeros(parameters.size) });
  }
  return true;
}

const service = {
  EmptyCall: (call, callback) => callback(null, {}),
  UnaryCall: (call, callback) => {
    const trailers = echoMetadata(call);
    const { response_status: status, response_size: size } = call.request;
    if (status) {
      callback({ code: status.code, details: status.message }, null, trailers);
    } else {
      callback(null, { payload: zeros(size) }, trailers);
    }
  },
  StreamingInputCall: (call, callback) => {
    let size = 0;
    call.on('data', (request) => {
      size += request.payload.body.length;
    });
    call.on('end', () => callback(null, { aggregated_payload_size: size }));
    call.on('error', () => {});
  },
  StreamingOutputCall: async (call) => {
    const trailers = echoMetadata(call);
    if (await answer(call.request, call)) {
      call.end(trailers);
    }
  },
  FullDuplexCall: (call) => {
    const trailers = echoMetadata(call);
    let last = Promise.resolve(true);
    call.on('data', (request) => {
      last = last.then((goOn) => goOn && answer(request, call));
    });
    call.on('end', () => last.then((goOn) => goOn && call.end(trailers)));
    call.on('error', () => {});
  },
};

const server = new grpc.Server();
server.addService(testing.TestService.service, service);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  console.log(`port ${port}`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
