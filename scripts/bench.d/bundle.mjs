import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { places } from './places.mjs';

/** Vite of the page's own build. */
async function vite() {
  const entry = createRequire(join(places.root, 'web', 'package.json')).resolve('vite');
  return import(pathToFileURL(entry).href);
}

/**
 * Makes of contest/ what the browser and Node run: below build/bench a page with a module for each
 * contestant, and a program for Node.
 *
 * @param {string[]} peers  contestants besides gradlet, whose packages are installed
 */
export async function bundle(peers) {
  const { build } = await vite();
  const common = { configFile: false, root: places.contest, publicDir: false, logLevel: 'error' };
  const workers = ['gradlet', ...peers].map((name) => [name, `${name}.worker.mjs`]);
  await build({
    ...common,
    base: './',
    worker: { format: 'es' },
    build: {
      outDir: places.page,
      emptyOutDir: true,
      target: 'es2022',
      // Some of the peers start workers from the text of their own functions.
      minify: false,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: {
          index: join(places.contest, 'index.html'),
          ...Object.fromEntries(workers.map(([name, file]) => [name, join(places.contest, file)])),
        },
        output: { entryFileNames: '[name].mjs' },
        // Entries are started by their names; nothing imports what they export.
        preserveEntrySignatures: 'allow-extension',
      },
    },
  });
  await build({
    ...common,
    build: {
      ssr: join(places.contest, 'gradlet.node.mjs'),
      outDir: places.node,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'gradlet.mjs' } },
    },
    ssr: { noExternal: true },
  });
  if (peers.includes('tfjs')) copyWasm();
}

/** TensorFlow.js wants its WebAssembly beside the page. */
function copyWasm() {
  const from = join(places.bench, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist');
  const to = join(places.peers, 'tfjs');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.endsWith('.wasm')) copyFileSync(join(from, name), join(to, name));
  }
}
