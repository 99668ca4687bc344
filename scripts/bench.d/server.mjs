import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** What lets a page have SharedArrayBuffer, and so threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Serves folders to the browser, on this machine only.
 *
 * @param {Record<string, string>} folders  first part of the address → folder
 * @param {boolean} isolated  whether pages can have threads
 * @returns {Promise<{url: string, asked: Set<string>, close: () => void}>}  `asked`: the paths of all
 *   files that were served
 */
export async function serveFolders(folders, isolated) {
  const asked = new Set();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const [, first, ...rest] = decodeURIComponent(pathname).split('/');
    const path = normalize(join(folders[first] ?? '', ...rest));
    const inside = first in folders && path.startsWith(normalize(folders[first]) + sep);
    const file = inside && statSync(path, { throwIfNoEntry: false });
    if (!file || !file.isFile()) {
      response.writeHead(404).end();
      return;
    }
    asked.add(path);
    response.writeHead(200, {
      'Content-Type': types[extname(path)] ?? 'application/octet-stream',
      'Content-Length': file.size,
      'Cache-Control': 'no-store',
      ...(isolated ? isolation : {}),
    });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
