// Pictures of every scene at three widths, and what must be true of each: no accessibility violation that axe finds, no
// sideways scrolling, no error in the console. Usage: npm run shots [width] [scene…]; pictures go to e2e/shots/.
import { mkdir } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { acts } from './acts.mjs';
import { NOW, scenes } from './mock/scenes.mjs';
import { serve } from './mock/server.mjs';

const chosen = process.argv.slice(2);
const only = /^\d+$/.test(chosen[0] ?? '') ? Number(chosen.shift()) : undefined;
const LOOKS = [
  [1440, 900, 'light'],
  [1440, 900, 'dark'],
  [1024, 768, 'light'],
  [320, 640, 'light'],
].filter(([width]) => only === undefined || width === only);
// Menus, which close when the window is another, and what is scrolled to.
const PER_WIDTH = new Set(['menu', 'wrapBreak', 'quick', 'staleHook']);
const AXE = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const out = new URL('./shots/', import.meta.url).pathname;

await mkdir(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let passed = 0;
let failed = 0;
const fail = (what) => {
  failed++;
  console.error(`FAIL ${what}`);
};

for (const [name, scene] of Object.entries(scenes)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const mock = await serve(scene);
  await pictures(name, scene, mock.url).catch((error) => fail(`${name}: ${error.message}`));
  mock.stop();
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function pictures(name, scene, url) {
  const context = await browser.newContext({ locale: 'uk-UA', timezoneId: 'Europe/Kyiv', reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    const errors = [];
    page.on('console', (message) => {
      const expected = /\/sip|status of (40[19]|422)/.test(message.text()); // no SIP here; refusals are scenes
      if (message.type() === 'error' && !expected) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.clock.setFixedTime(NOW);
    for (const [i, [width, height, colorScheme]] of LOOKS.entries()) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      if (i === 0 || PER_WIDTH.has(scene.act)) await show(page, scene, url);
      const said = errors.splice(0); // taking the picture puts a style into the page, which our CSP refuses
      await page.screenshot({
        path: `${out}${name}-${width}${colorScheme === 'dark' ? '-dark' : ''}.png`,
        fullPage: true,
      });
      const faults = [...(await looked(page)), ...said];
      errors.length = 0;
      if (faults.length === 0) passed++;
      for (const fault of faults) fail(`${name} ${width} ${colorScheme}: ${fault}`);
    }
  } finally {
    await context.close();
  }
}

async function show(page, scene, url) {
  await page.goto(url + scene.path);
  await page.locator('h1').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  if (scene.act) await acts[scene.act](page);
}

/** What is wrong with a page as it stands there. */
async function looked(page) {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const { violations } = await new AxeBuilder({ page }).withTags(AXE).analyze();
  return [
    ...(sideways > 0 ? [`scrolls sideways by ${sideways} px`] : []),
    ...violations.map(
      (v) => `${v.id}: ${v.nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join('; ')}`,
    ),
  ];
}
