// Prints the words in Latin letters that o200k holds whole, with the space or sign before them and the English endings it knows, one a line, sorted.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../tests/SharedData.Tests/node/package.json', import.meta.url));
const { default: ranks } = require('gpt-tokenizer/cjs/bpeRanks/o200k_base');
const word = /^[^\r\n\p{L}\p{N}]?\p{Script=Latin}+(?:'(?:s|t|m|d|re|ve|ll))?$/u;
const words = ranks.map((piece) => word.exec(typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8'))?.[0]);
process.stdout.write([...new Set(words.filter(Boolean))].sort().join('\n') + '\n');
