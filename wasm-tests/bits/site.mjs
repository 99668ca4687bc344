import { createServer, get } from 'node:http';
import { join } from 'node:path';
import { root } from '../node/places.mjs';
import { end, start } from './processes.mjs';

/** Collects what goes wrong in a page, for drivers that do not tell. Runs before its own scripts. */
function noteComplaints() {
  globalThis.complaints = [];
  const note = (...words) => globalThis.complaints.push(words.map(String).join(' '));
  for (const level of ['warn', 'error']) {
    const write = console[level];
    console[level] = (...words) => {
      note(...words);
      write.apply(console, words);
    };
  }
  // Captured: what could not be loaded tells its own element only.
  addEventListener('error', (event) => note(event.message ?? event.target.outerHTML), true);
  addEventListener('unhandledrejection', (event) => note(event.reason));
  addEventListener('securitypolicyviolation', (event) =>
    note(event.violatedDirective, event.blockedURI),
  );
}

const noteFile = 'note-complaints.js';

/** What is put before the worker's script: the machine has more processors than it really has. */
const withProcessors = (count) =>
  `Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${count} });\n`;

/**
 * Serves the built page with the headers of `scripts/start`, at `url`. Below `url` + `3-processors/`
 * it is the same page for a machine of three processors, however many there are: the page offers no
 * more threads than that.
 */
export async function serveSite() {
  const web = join(root, 'web');
  const vite = start(
    process.execPath,
    [join(web, 'node_modules/vite/bin/vite.js'), 'preview', '--host', '127.0.0.1', '--port', '0'],
    { cwd: web, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NO_COLOR: '1' } },
  );
  const origin = await address(vite);
  const server = createServer((request, response) => {
    const [, processors, path] = /^\/(?:(\d+)-processors\/)?(.*)$/.exec(request.url);
    answer(origin, path, processors, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    async end() {
      server.close();
      server.closeAllConnections();
      await end(vite);
    },
  };
}

/** The address that Vite prints when it listens. */
function address(vite) {
  return new Promise((resolve, reject) => {
    let printed = '';
    vite.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(printed);
      if (url) resolve(url[0]);
    });
    vite.on('exit', () => reject(new Error(`the page could not be served: ${printed}`)));
  });
}

function answer(origin, path, processors, response) {
  if (path === noteFile) {
    response.setHeader('Content-Type', 'text/javascript');
    response.end(`(${noteComplaints})();`);
    return;
  }
  const request = get(new URL(path, origin), { agent: false }, (original) => {
    const { 'content-length': length, ...headers } = original.headers;
    const prefix = processors && /\/worker-[^/]*\.js$/.test(path) ? withProcessors(processors) : '';
    if (path !== '' && prefix === '') {
      response.writeHead(original.statusCode, { ...headers, 'content-length': length });
      original.pipe(response);
      return;
    }
    response.writeHead(original.statusCode, headers);
    let text = prefix;
    original.setEncoding('utf8').on('data', (piece) => (text += piece));
    original.on('end', () => {
      response.end(
        path === '' ? text.replace('<head>', `<head><script src="${noteFile}"></script>`) : text,
      );
    });
  });
  request.on('error', (error) => response.destroy(error));
}
