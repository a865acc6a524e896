import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A Redis on a Unix socket in `folder`, for cases in which the counters are lost. */
export class Redis {
  private constructor(
    readonly socket: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(folder: string): Promise<Redis> {
    const socket = `${folder}/redis.sock`;
    const child = spawn('redis-server', ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout })) {
      if (!/ready to accept/i.test(line)) continue;
      child.stdout.resume();
      return new Redis(socket, child);
    }
    throw new Error('redis-server did not start');
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const exit = once(this.process, 'exit');
    this.process.kill();
    await exit;
  }
}
