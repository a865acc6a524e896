// The active trace goes with every call, when the application has OpenTelemetry.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { PolicyClient } from '../src/index.js';
import { input, runContext } from './service/requests.js';
import { ScriptedService } from './service/scripted.js';

const provider = new NodeTracerProvider();
provider.register();
after(() => provider.shutdown());

test('the headers of the active span reach the service; without one there are none', async () => {
  const seen: unknown[] = [];
  const answer = ({ metadata }: { metadata: { get(name: string): unknown[] } }) => (seen.push(metadata.get('traceparent')[0]), {});
  const service = await ScriptedService.start({ checkInput: answer, listTools: answer });
  const client = new PolicyClient({ address: service.address, token: 't', deadlineMs: 20_000 });
  const span = await trace.getTracer('test').startActiveSpan('agent', async (active) => {
    await client.checkInput(input('Hola'));
    await Promise.all([client.listTools({ mode: 'MODE_COPILOT' }), client.checkInput({ context: runContext() })]);
    active.end();
    return active.spanContext();
  });
  await client.checkInput(input('Hola'));
  const parent = `00-${span.traceId}-${span.spanId}-01`;
  assert.deepEqual(seen, [parent, parent, parent, undefined]);
  client.close();
  service.stop();
});
