import { createRequire } from 'node:module';
import type { Metadata } from '@grpc/grpc-js';
import type * as api from '@opentelemetry/api';

/** @opentelemetry/api where the application has it. Its state is global, so that whichever copy is found speaks for all. */
const telemetry: typeof api | undefined = (() => {
  try {
    return createRequire(import.meta.url)('@opentelemetry/api') as typeof api;
  } catch {
    return undefined;
  }
})();

const setter: api.TextMapSetter<Metadata> = { set: (metadata, name, value) => metadata.set(name, value) };

/** Adds the headers of the trace that is active, so that the service's spans join it. */
export function passTraceOn(metadata: Metadata): void {
  telemetry?.propagation.inject(telemetry.context.active(), metadata, setter);
}
