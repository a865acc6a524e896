import type { ReleasePace } from '../generated/aidesk/policy/v1/checks.js';

/** The parts of a reply, each well-formed text, read once from their source. */
export class PartQueue {
  readonly #source: AsyncIterator<string> | Iterator<string>;
  #half = '';
  #done = false;
  /** Nothing more will be released: the source need not be read to its end. */
  stopped = false;
  /** How what was read is released, once that is known. */
  pace: ReleasePace | undefined;

  constructor(parts: AsyncIterable<string> | Iterable<string>) {
    this.#source = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]();
  }

  /** The next part; undefined at the end, also when nothing more will be released. */
  async read(): Promise<string | undefined> {
    if (this.#done || this.stopped) return undefined;
    const { value, done } = await this.#source.next();
    if (done) {
      this.#done = true;
      return this.#half === '' ? undefined : this.#half;
    }
    // Half of a character is no text yet: it waits for the other half.
    const text = this.#half + value;
    const cut = /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
    this.#half = text.slice(cut);
    return text.slice(0, cut);
  }

  /** Tells the source that nobody reads it any more. It may take its time: a writer that hangs must not hold up the reader. */
  close(): void {
    if (this.#done) return;
    this.#done = true;
    void Promise.resolve(this.#source.return?.()).catch(() => undefined);
  }
}
