import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../../../', import.meta.url));
const command = path.join(root, 'src/AiDesk/bin', process.env['CONFIGURATION'] ?? 'Release', 'net10.0/aidesk.dll');
/** Policies of the client tests of every language. */
const clientPolicies = path.join(root, 'tests/Clients/policies');
/** Policies that these tests need besides. */
export const ownPolicies = path.join(root, 'src/Clients/typescript/tests/policies');
export const samplePolicies = path.join(root, 'policies');

/** Without the settings of whoever runs the tests. */
const ownEnvironment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AIDESK_')));

export interface ServiceOptions {
  /** `unix` listens on a socket in the service's own folder. */
  readonly listen?: 'tcp' | 'unix';
  readonly policies?: string;
  /** More options of `aidesk up`. */
  readonly options?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The real service in a process of its own. */
export class Service {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'aidesk-ts-'));
  readonly #options: ServiceOptions;
  #process: ChildProcess | undefined;
  #grpc: string;
  #http = '127.0.0.1:0';
  #log = '';

  private constructor(options: ServiceOptions) {
    this.#options = options;
    this.#grpc = options.listen === 'unix' ? `unix:${path.join(this.folder, 'grpc.sock')}` : '127.0.0.1:0';
  }

  static async start(options: ServiceOptions = {}): Promise<Service> {
    const service = new Service(options);
    await service.start();
    return service;
  }

  /** host:port, or unix:/path. */
  get address(): string {
    return this.#grpc;
  }

  get pid(): number {
    return this.#process?.pid as number;
  }

  /** Starts the process; after a first start, where it listened before. */
  async start(): Promise<void> {
    const addresses = path.join(this.folder, 'addresses');
    const args = ['up', '--no-demo', '--grpc', this.#grpc, '--http', this.#http, '--policy-dir', this.#options.policies ?? clientPolicies];
    const child = spawn('dotnet', [command, ...args, '--state-dir', this.#state, '--addresses-file', addresses, ...(this.#options.options ?? [])], {
      env: { ...ownEnvironment, AIDESK_ENVIRONMENT: 'Development', ...this.#options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    child.stderr.on('data', (text) => (this.#log += text));
    const lines = createInterface({ input: child.stdout });
    let serves = false;
    for await (const line of lines) {
      this.#log += `${line}\n`;
      if (!line.startsWith('Serving')) continue;
      serves = true;
      break;
    }
    if (!serves) throw new Error(`The service did not start:\n${this.#log}`);
    child.stdout.resume();
    const bound = JSON.parse(readFileSync(addresses, 'utf8')) as Record<string, string>;
    const place = (name: string) => (bound[name] as string).replace(/^https?:\/\//, '').replace(/\/$/, '');
    if (this.#options.listen !== 'unix') this.#grpc = place('grpc');
    this.#http = place('http');
  }

  /** A bearer token of the development key. */
  async token(role = 'service', tenant = 'libreria', subject = 'agent'): Promise<string> {
    const { stdout } = await promisify(execFile)('dotnet', [command, 'token', '--tenant', tenant, '--role', role, '--sub', subject, '--state-dir', this.#state]);
    return stdout.trim();
  }

  get #state(): string {
    return path.join(this.folder, 'state');
  }

  /** Sends it; SIGSTOP comes back when every thread stands still, which on a busy machine takes its time. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal);
    if (signal === 'SIGSTOP' && this.#process) {
      const tasks = `/proc/${this.#process.pid}/task`;
      // The state is the first field behind the name in brackets, which may hold anything.
      while (!readdirSync(tasks).every((task) => (/\) (\w) [^)]*$/.exec(readStat(tasks, task))?.[1] ?? 'T') === 'T'));
    }
  }

  /** Sends the signal and waits for the end of the process; its exit status. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exit = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill(signal);
    await exit;
    return child.exitCode;
  }

  /** Ends the service, which must end well. */
  async dispose(): Promise<void> {
    const killed = this.#process?.signalCode === 'SIGKILL';
    const status = await this.end();
    rmSync(this.folder, { recursive: true, force: true });
    if (!killed && status !== 0) throw new Error(`The service ended with status ${status}:\n${this.#log}`);
  }
}

/** Empty when the thread has ended meanwhile. */
function readStat(tasks: string, task: string): string {
  try {
    return readFileSync(path.join(tasks, task, 'stat'), 'utf8');
  } catch {
    return '';
  }
}
