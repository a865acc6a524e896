'use strict';
// The test service's definition, loaded from the same file as the other peers'.
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const file = path.join(__dirname, '..', 'Protos', 'interop.proto');
const definition = loader.loadSync(file, { keepCase: true, defaults: true, oneofs: true });

module.exports = {
  grpc,
  testing: grpc.loadPackageDefinition(definition).grpc.testing,
  initialKey: 'x-grpc-test-echo-initial',
  trailingKey: 'x-grpc-test-echo-trailing-bin',
  zeros: (size) => ({ body: Buffer.alloc(size) }),
  gzip: 2,
};
