import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { end, scratch, start, until } from './processes.mjs';

const driver = '/usr/bin/WebKitWebDriver';
const display = '/usr/bin/Xvfb';
const libraries = '/usr/lib';

/** WebKitGTK's small browser, which its driver starts; it lies among the machine's libraries. */
const miniBrowser =
  (existsSync(libraries) ? readdirSync(libraries) : [])
    .map((folder) => join(libraries, folder, 'webkit2gtk-4.1', 'MiniBrowser'))
    .find(existsSync) ?? '';

/** WebKit on a screen of its own: how to start it, and what is missing to do so. */
export const webkitBrowser = {
  missing: missing(),
  async start() {
    const screen = start(display, ['-displayfd', '3', '-screen', '0', '1440x1000x24'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const number = await new Promise((resolve, reject) => {
      screen.stdio[3].setEncoding('utf8').once('data', resolve);
      screen.once('exit', () => reject(new Error('the screen for WebKit could not be started')));
    });
    const port = await freePort();
    const server = start(driver, ['--host=127.0.0.1', `--port=${port}`], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: `:${number.trim()}`,
        HOME: scratch,
        XDG_CACHE_HOME: join(scratch, 'cache'),
        XDG_CONFIG_HOME: join(scratch, 'config'),
        XDG_DATA_HOME: join(scratch, 'data'),
        XDG_RUNTIME_DIR: scratch,
      },
    });
    const browser = new WebKitBrowser(`http://127.0.0.1:${port}`, [server, screen]);
    await browser.begin();
    return browser;
  },
};

function missing() {
  const lost = [driver, display].filter((path) => !existsSync(path));
  if (miniBrowser === '') lost.push('MiniBrowser of WebKitGTK 4.1');
  return lost.length > 0 ? `${lost.join(', ')}: not there` : '';
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A browser with one page, driven as https://www.w3.org/TR/webdriver2/ says. */
class WebKitBrowser {
  #address;
  #processes;
  #session = '';

  constructor(address, processes) {
    this.#address = address;
    this.#processes = processes;
  }

  async begin() {
    await until(() => this.#call('GET', '/status').catch(() => false), 'WebKit’s driver', 30_000);
    const { sessionId, capabilities } = await this.#call('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
        },
      },
    });
    this.#session = `/session/${sessionId}`;
    this.version = capabilities.browserVersion;
    await this.show();
  }

  async open(url) {
    await this.#command('/url', { url });
  }

  evaluate(expression) {
    return this.#command('/execute/sync', { script: `return ${expression};`, args: [] });
  }

  async drag([[x, y], ...others]) {
    const move = ([toX, toY]) => ({
      ...{ type: 'pointerMove', duration: 0, origin: 'viewport' },
      ...{ x: Math.round(toX), y: Math.round(toY) },
    });
    const actions = [
      move([x, y]),
      { type: 'pointerDown', button: 0 },
      ...others.map(move),
      { type: 'pointerUp', button: 0 },
    ];
    const parameters = { pointerType: 'mouse' };
    await this.#command('/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters, actions }],
    });
  }

  async hide() {
    await this.#command('/window/minimize', {});
  }

  async show() {
    await this.#command('/window/rect', { x: 0, y: 0, width: 1440, height: 1000 });
  }

  async screenshot() {
    return Buffer.from(await this.#call('GET', `${this.#session}/screenshot`), 'base64');
  }

  complaints() {
    return this.evaluate('complaints');
  }

  async close() {
    try {
      await this.#call('DELETE', this.#session);
    } finally {
      for (const leader of this.#processes) await end(leader);
    }
  }

  #command(path, body) {
    return this.#call('POST', `${this.#session}${path}`, body);
  }

  async #call(method, path, body) {
    const response = await fetch(this.#address + path, {
      method,
      ...(body && {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }
}
