import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from './cases.js';

/** The names that a case may use: `${new.X}` is an id, the same in all of the case; `${step.field.0.other}` is a value of an earlier answer. */
export class Scope {
  readonly answers: Map<string, Json>;
  readonly #ids = new Map<string, string>();

  constructor(answers: ReadonlyMap<string, Json> = new Map()) {
    this.answers = new Map(answers);
  }

  /** The value with everything that was left open in its place. */
  fill(value: Json): Json {
    if (typeof value === 'string') return this.#fillText(value);
    if (Array.isArray(value)) return value.map((item: Json) => this.fill(item));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value as JsonObject);
    const [key, operand] = entries.length === 1 ? (entries[0] as [string, Json]) : ['', null];
    switch (key) {
      case '$repeat': {
        const [text, times] = operand as [Json, number];
        return String(this.fill(text)).repeat(times);
      }
      case '$join':
        return (operand as Json[]).map((part) => this.fill(part)).join('');
      case '$json_text':
        return JSON.stringify(this.fill(operand));
      case '$each': {
        const [count, item] = operand as [number, Json];
        return Array.from({ length: count }, (_, number) => this.fill(JSON.parse(JSON.stringify(item).replaceAll('#', String(number))) as Json));
      }
      default:
        return Object.fromEntries(entries.map(([name, item]) => [String(this.#fillText(name)), this.fill(item)]));
    }
  }

  #fillText(text: string): Json {
    const whole = /^\$\{([^}]+)\}$/.exec(text);
    if (whole) return this.#named(whole[1] as string);
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => String(this.#named(name)));
  }

  #named(name: string): Json {
    if (name.startsWith('new.')) {
      if (!this.#ids.has(name)) this.#ids.set(name, randomUUID());
      return this.#ids.get(name) as string;
    }
    const [step, ...path] = name.split('.') as [string, ...string[]];
    let value = this.answers.get(step);
    if (value === undefined) throw new Error(`no earlier step is called ${step}`);
    for (const part of path) {
      value = (value as JsonObject | null)?.[part];
      if (value === undefined) throw new Error(`the answer of ${step} has no ${path.join('.')}`);
    }
    return value;
  }
}
