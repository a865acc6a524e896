import { status, type ServiceError } from '@grpc/grpc-js';
import { ErrorInfo } from '../generated/google/rpc/error_details.js';
import { Status } from '../generated/google/rpc/status.js';
import { byCode, byReason, otherwise, unwritable } from './advice.js';
import type { FailedCall, PolicyError } from './policy-error.js';

/** Reads what the service said of a failure (google.rpc.Status with an ErrorInfo); undefined when it said nothing that can be read. */
export function errorInfo(error: ServiceError): ErrorInfo | undefined {
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  if (!(bytes instanceof Uint8Array)) return undefined;
  try {
    const info = Status.decode(bytes).details.find((detail) => detail.typeUrl.endsWith('/google.rpc.ErrorInfo'));
    return info && ErrorInfo.decode(info.value);
  } catch {
    // A broken detail must not hide the failure that it is a detail of.
    return undefined;
  }
}

/** The typed error for a failed call; `address` is where the service was looked for. */
export function toPolicyError(error: ServiceError, rpc: string, attempts: number, address: string, deadlineMs: number): PolicyError {
  const info = errorInfo(error);
  const reason = info?.reason.replace(/^ERROR_REASON_/, '');
  const code = status[error.code] ?? String(error.code);
  const call: FailedCall = { rpc, code, reason, field: info?.metadata['field'], details: info?.metadata ?? {}, attempts };
  const isUnwritten = error.code === status.INTERNAL && error.details.startsWith('Request message serialization failure');
  const advice = isUnwritten ? unwritable : (reason !== undefined ? byReason[reason] : undefined) ?? byCode[code] ?? otherwise;
  const said = code === 'DEADLINE_EXCEEDED' && reason === undefined ? `no answer within ${deadlineMs} ms` : error.details.replace(/ Resolution note:\s*$/, '').replace(/\.$/, '');
  const marks = reason === undefined ? code : `${code}, ${reason}`;
  return new advice.type(`${rpc} failed: ${said}. ${advice.say(call, address)} [${marks}]`, call, error);
}
