import { appendFileSync } from 'node:fs';

/** A row of a table in the stage's output: the test runner's own output has no place for one. */
export function report(...cells: readonly (string | number)[]): void {
  const file = process.env['TEST_TABLES'];
  if (file) appendFileSync(file, `| ${cells.join(' | ')} |\n`);
}
