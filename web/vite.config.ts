import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, minifySync, type Plugin } from 'vite';

/**
 * The policy that the page itself declares, for hosts that send no headers, and what only a header
 * may say. Scripts that need a trusted address: the worker's, and the engine's threads (each of which
 * makes the policy anew, hence the duplicates); Lit has one for its templates.
 */
function contentSecurityPolicy(): string {
  const html = readFileSync(new URL('index.html', import.meta.url), 'utf8');
  const own = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1];
  if (!own) throw new Error('index.html: expected a Content-Security-Policy, found none');
  return [
    own,
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types gradlet lit-html emscripten#workerPolicy1 'allow-duplicates'",
  ].join('; ');
}

const pages = ['index.html', 'same-numbers.html'];

/** What lets threads share memory. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Serves `.gz` files as what they are: as the encoding of something else, they have no known length. */
const gzipAsFiles: Plugin = {
  name: 'gradlet-gzip-as-files',
  configurePreviewServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      if (/\.gz($|\?)/.test(request.url ?? '')) {
        const writeHead = response.writeHead.bind(response);
        // Some who answer pass the headers on to it, others have set them before.
        response.writeHead = (status: number, ...rest: unknown[]) => {
          for (const [name, value] of Object.entries(rest.at(-1) ?? {})) {
            response.setHeader(name, value as string);
          }
          if (response.hasHeader('Content-Encoding')) {
            response.removeHeader('Content-Encoding');
            response.setHeader('Content-Type', 'application/gzip');
          }
          return writeHead(status);
        };
      }
      next();
    });
  },
};

/** Emscripten leaves the names in its glue as they are: without them it is a third smaller, gzipped. */
const smallGlue: Plugin = {
  name: 'gradlet-small-glue',
  apply: 'build',
  writeBundle({ dir }) {
    const engine = join(dir ?? '', 'engine');
    for (const name of readdirSync(engine).filter((file) => file.endsWith('.mjs'))) {
      const { code, errors } = minifySync(name, readFileSync(join(engine, name), 'utf8'));
      if (errors.length > 0) throw new Error(`${name}: ${errors.map(String).join(', ')}`);
      writeFileSync(join(engine, name), code);
    }
  },
};

/** The minifier leaves texts as they are: styles lose their comments and indentation here. */
const smallStyles: Plugin = {
  name: 'gradlet-small-styles',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\/web\/src\/.+\.ts$/ },
    handler: (code) =>
      code.replace(/\bcss`[^`]*`/g, (style) =>
        style.replace(/\/\*.*?\*\//gs, '').replace(/\s+/g, ' '),
      ),
  },
};

export default defineConfig({
  root: import.meta.dirname,
  // Works in any folder of any host.
  base: './',
  appType: 'mpa',
  publicDir: '../build/public',
  plugins: [gzipAsFiles, smallStyles, smallGlue],
  build: {
    outDir: '../build/site',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: pages.map((name) => join(import.meta.dirname, name)) },
    // The policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  server: { headers: isolation },
  preview: {
    headers: {
      ...isolation,
      'Content-Security-Policy': contentSecurityPolicy(),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    },
  },
});
