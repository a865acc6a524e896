// PolicyService as a JavaScript or TypeScript program calls it: @grpc/grpc-js, protos loaded as they are.
import { createRequire } from 'node:module';
import path from 'node:path';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const require = createRequire(import.meta.url);
const protobuf = require('protobufjs');
const { PROTOS, POLICY_GRPC_ADDRESS, POLICY_TOKEN } = process.env;

const definition = loader.loadSync('aidesk/policy/v1/policy_service.proto', {
  includeDirs: [PROTOS, path.join(PROTOS, 'third_party')],
  keepCase: true,
  longs: Number,
  enums: String,
  defaults: true,
});
const { PolicyService } = grpc.loadPackageDefinition(definition).aidesk.policy.v1;

const details = new protobuf.Root();
details.resolvePath = (_, target) => path.join(PROTOS, target.startsWith('google/rpc/') ? 'third_party' : '.', target);
details.loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto']);
const RpcStatus = details.lookupType('google.rpc.Status');
const ErrorInfo = details.lookupType('google.rpc.ErrorInfo');

/** Calls `method`; resolves to the response, rejects with a grpc.ServiceError. `token` null sends none. */
export function createClient() {
  const client = new PolicyService(POLICY_GRPC_ADDRESS, grpc.credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });
  return {
    token: POLICY_TOKEN,
    call(method, request, { token = POLICY_TOKEN } = {}) {
      const metadata = new grpc.Metadata();
      if (token !== null) metadata.set('authorization', `Bearer ${token}`);
      return new Promise((resolve, reject) => {
        client[method](request, metadata, { deadline: Date.now() + 20_000 }, (error, response) => (error ? reject(error) : resolve(response)));
      });
    },
    /** One reply in chunks; resolves to all the answers. */
    stream(open, chunks) {
      const metadata = new grpc.Metadata();
      metadata.set('authorization', `Bearer ${POLICY_TOKEN}`);
      const call = client.CheckOutputStream(metadata, { deadline: Date.now() + 20_000 });
      const answers = [];
      call.write({ open });
      for (const text of chunks) call.write({ text });
      call.write({ end: {} });
      call.end();
      return new Promise((resolve, reject) => {
        call.on('data', (answer) => answers.push(answer));
        call.on('error', reject);
        call.on('end', () => resolve(answers));
      });
    },
    /** Sends these bytes as the request of `method`, whatever they are. */
    callRaw(method, bytes) {
      const metadata = new grpc.Metadata();
      metadata.set('authorization', `Bearer ${POLICY_TOKEN}`);
      const { path: rpcPath, responseDeserialize } = PolicyService.service[method];
      return new Promise((resolve, reject) => {
        client.makeUnaryRequest(rpcPath, (b) => b, responseDeserialize, bytes, metadata, { deadline: Date.now() + 20_000 }, (error, response) =>
          error ? reject(error) : resolve(response),
        );
      });
    },
    serialize: (method, request) => PolicyService.service[method].requestSerialize(request),
    close: () => client.close(),
  };
}

/** The ErrorInfo in grpc-status-details-bin of a failed call: { reason, domain, metadata }. */
export function errorInfo(error) {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  const status = RpcStatus.decode(bytes);
  if (status.code !== error.code) throw new Error(`grpc-status says ${error.code}, google.rpc.Status says ${status.code}`);
  const detail = status.details.find((any) => any.type_url.endsWith('/google.rpc.ErrorInfo'));
  if (!detail) throw new Error('the status has no ErrorInfo');
  return ErrorInfo.decode(detail.value);
}
