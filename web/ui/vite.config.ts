import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The desktop is served by hotline itself; `npm run dev` forwards what is not a file to a hotline on this machine.
const backend = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), { ...optimizeLocales.vite({ locales: ['uk-UA'] }), enforce: 'pre' }],
  build: { outDir: 'dist/app', emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: {
    proxy: {
      '/api': { target: backend, ws: true },
      '/sip': { target: backend, ws: true },
    },
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node', testTimeout: 60_000 },
});
