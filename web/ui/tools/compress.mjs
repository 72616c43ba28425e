// Writes name.br and name.gz beside every compressible file of the built desktop, so that serving costs no time.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = new URL('../dist/app/', import.meta.url).pathname;

for (const name of readdirSync(root, { recursive: true })) {
  const path = join(root, name);
  if (!/\.(js|css|svg)$/.test(path) || statSync(path).size < 1024) continue;
  const bytes = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
}
