import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from './cases.js';

/** What differs, place by place; empty when it matches. What is expected is a part: what it does not name may be anything. */
export function mismatches(expected: Json, actual: Json | undefined, place = ''): string[] {
  if (isObject(expected)) {
    const entries = Object.entries(expected);
    if (entries.some(([key]) => key.startsWith('$'))) return entries.flatMap(([name, operand]) => matcher(name, operand, actual, place));
    const fields = actual ?? {};
    if (!isObject(fields)) return [`${place}: wanted fields, got ${show(actual)}`];
    return entries.flatMap(([key, item]) => mismatches(item, fields[key], place ? `${place}.${key}` : key));
  }
  if (Array.isArray(expected)) {
    const items = (actual ?? []) as Json[];
    if (!Array.isArray(items) || items.length !== expected.length) return [`${place}: wanted ${expected.length} items, got ${show(actual)}`];
    return expected.flatMap((item: Json, number) => mismatches(item, items[number], `${place}[${number}]`));
  }
  return isEqual(expected, actual) ? [] : [`${place}: wanted ${show(expected)}, got ${show(actual)}`];
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The protos' JSON leaves out what has its default. */
function isEqual(expected: Json, actual: Json | undefined): boolean {
  if (actual !== undefined) return expected === actual;
  return expected === 0 || expected === '' || expected === false || expected === '0' || String(expected).endsWith('_UNSPECIFIED');
}

function matcher(name: string, operand: Json, actual: Json | undefined, place: string): string[] {
  const unless = (holds: boolean) => (holds ? [] : [`${place}: wanted ${name} ${show(operand)}, got ${show(actual)}`]);
  const items = Array.isArray(actual) ? (actual as Json[]) : [];
  switch (name) {
    case '$present':
      return unless((actual !== undefined && actual !== '' && !isDeepStrictEqual(actual, []) && !isDeepStrictEqual(actual, {})) === operand);
    case '$regex':
      return unless(typeof actual === 'string' && new RegExp(String(operand), 'u').test(actual));
    case '$count':
      return unless((Array.isArray(actual) || typeof actual === 'string' ? actual.length : Object.keys(actual ?? {}).length) === operand);
    case '$has':
      return (operand as Json[]).filter((item) => !items.some((one) => mismatches(item, one).length === 0)).map((item) => `${place}: has no ${show(item)} in ${show(items)}`);
    case '$none':
      return items.filter((one) => mismatches(operand, one).length === 0).map((one) => `${place}: has ${show(one)}`);
    case '$not':
      return unless(mismatches(operand, actual).length > 0);
    case '$json':
      try {
        return unless(isDeepStrictEqual(JSON.parse(String(actual)), operand));
      } catch {
        return [`${place}: is no JSON: ${show(actual)}`];
      }
    case '$at_least':
      return unless(Number(actual ?? 0) >= Number(operand));
    case '$at_most':
      return unless(Number(actual ?? 0) <= Number(operand));
    default:
      throw new Error(`${name} is no matcher`);
  }
}

function show(value: Json | undefined): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length <= 400 ? text : `${text.slice(0, 400)} …`;
}
