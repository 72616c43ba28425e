// Writes src/api/schema.d.ts from web/openapi.yaml; `npm run schema -- --check` fails when the committed one is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { default: openapiTS, astToString } = require('openapi-typescript');
const source = new URL('../../openapi.yaml', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);

const text = `// Generated from web/openapi.yaml by "npm run schema". Do not edit.\n\n${astToString(await openapiTS(source))}`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/api/schema.d.ts is stale: npm run schema');
    process.exit(1);
  }
  console.log('src/api/schema.d.ts is up to date');
} else {
  writeFileSync(target, text);
}
