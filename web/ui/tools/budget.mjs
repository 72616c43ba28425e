// Fails when the built desktop outgrows what it may weigh on the wire (gzip): the first page, one file, all.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;
const LIMITS = { first: 170, one: 130, all: 500 };
const root = new URL('../dist/app/', import.meta.url).pathname;
const page = readFileSync(join(root, 'index.html'), 'utf8');

let first = 0;
let all = 0;
let largest = { name: '', size: 0 };
for (const name of readdirSync(join(root, 'assets'))) {
  if (!/\.(js|css)$/.test(name)) continue;
  const size = gzipSync(readFileSync(join(root, 'assets', name)), { level: 9 }).length / KB;
  all += size;
  if (page.includes(name)) first += size;
  else if (size > largest.size) largest = { name, size };
}

const line = `first page ${first.toFixed(0)} KB of ${LIMITS.first}, largest later file ${largest.size.toFixed(0)} KB of ${LIMITS.one} (${largest.name}), all ${all.toFixed(0)} KB of ${LIMITS.all}`;
console.log(`bundle budget: ${line}`);
if (first > LIMITS.first || largest.size > LIMITS.one || all > LIMITS.all) {
  console.error('bundle budget exceeded');
  process.exit(1);
}
