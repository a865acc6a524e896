import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall, type ServiceError, type UntypedServiceImplementation } from '@grpc/grpc-js';
import * as checks from '../../src/generated/aidesk/policy/v1/checks.js';
import * as service from '../../src/generated/aidesk/policy/v1/policy_service.js';

const { PolicyServiceService } = service;
const responses: Readonly<Record<string, { fromPartial(object: object): object }>> = {
  checkInput: checks.CheckInputResponse,
  checkToolCall: checks.CheckToolCallResponse,
  filterToolOutput: checks.FilterToolOutputResponse,
  checkOutput: checks.CheckOutputResponse,
  settle: service.SettleResponse,
  redeemDecision: service.RedeemDecisionResponse,
  listTools: service.ListToolsResponse,
};

/** How one RPC of a scripted service answers. */
export type Answer = (call: ServerUnaryCall<any, any>) => Partial<ServiceError> | object | Promise<Partial<ServiceError> | object>;

/**
 * A grpc-js server with these RPCs of PolicyService and no others: for what the real service does not do when it is asked to, as being older, or failing in the middle.
 */
export class ScriptedService {
  readonly #server = new Server();
  address = '';

  static async start(answers: Readonly<Record<string, Answer>>): Promise<ScriptedService> {
    const scripted = new ScriptedService();
    const names = Object.keys(answers) as (keyof typeof PolicyServiceService)[];
    const definition = Object.fromEntries(names.map((name) => [name, PolicyServiceService[name]]));
    const handlers = Object.fromEntries(names.map((name) => [name, (call: ServerUnaryCall<any, any>, done: sendUnaryData<any>) => {
      Promise.resolve((answers[name] as Answer)(call)).then(
        (answer) => ('code' in answer ? done(answer as ServiceError) : done(null, responses[name]?.fromPartial(answer))),
        (error: unknown) => done(error as ServiceError));
    }])) as UntypedServiceImplementation;
    scripted.#server.addService(definition as never, handlers);
    scripted.address = await new Promise((resolve, reject) =>
      scripted.#server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => (error ? reject(error) : resolve(`127.0.0.1:${port}`))));
    return scripted;
  }

  stop(): void {
    this.#server.forceShutdown();
  }
}
