import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../src/', import.meta.url).pathname;
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));

function leaves(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : leaves(value as object, `${prefix}${key}.`),
  );
}
const catalogues = readdirSync(join(root, 'i18n')).filter((name) => name.endsWith('.json'));
const keys = new Set(
  catalogues.flatMap((name) => leaves(JSON.parse(readFileSync(join(root, 'i18n', name), 'utf8')) as object)),
);
const groups = new Set([...keys].map((key) => key.replace(/\.[^.]*$/, '.')));

describe('catalogue', () => {
  it('has every text that the screens ask for', () => {
    const missing: string[] = [];
    let asked = 0;
    for (const name of sources) {
      const text = readFileSync(join(root, name), 'utf8');
      for (const [, key] of text.matchAll(/\bt\('([a-z_.0-9]+)'/g)) {
        asked++;
        if (key && !keys.has(key) && !keys.has(`${key}_other`)) missing.push(`${name}: ${key}`);
      }
      // t(`state.${agent.state}`): the group must be there; which codes exist is checked against the contract below
      for (const [, head] of text.matchAll(/\bt\(`([a-z_]+\.)([a-z_]*)\$\{/g)) {
        asked++;
        if (head && !groups.has(head)) missing.push(`${name}: ${head}`);
      }
    }
    expect(asked).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it.each([
    ['disposition', 'Disposition'],
    ['outcome', 'EndReason'],
    ['notice', 'Notice'],
    ['state', 'AgentState'],
    ['call_state', 'CallState'],
    ['role', 'Role'],
    ['service', 'Service'],
  ])('%s has a word for each %s of the contract', (group, schema) => {
    const contract = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');
    const enumeration = new RegExp(`^ {4}${schema}: \\{type: string, enum: \\[([^\\]]+)\\]`, 'm').exec(contract)?.[1];
    const codes = enumeration?.split(',').map((code) => code.trim()) ?? [];
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !keys.has(`${group}.${code}`))).toEqual([]);
  });
});
