// count-tokens.mjs FILE: for each row of a file of JSON lines, the number of tokens that o200k makes of its text.
import { readFileSync } from 'node:fs';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

const rows = readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean);
process.stdout.write(rows.map((row) => countTokens(JSON.parse(row).text, { disallowedSpecial: new Set() })).join('\n') + '\n');
