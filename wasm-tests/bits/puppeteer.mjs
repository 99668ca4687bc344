import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import * as chromium from '../chromium.mjs';

const firefox = process.env.GRADLET_FIREFOX ?? '/usr/bin/firefox-esr';

/** Chromium and Firefox: how to start each, and what is missing to do so. */
export const puppeteerBrowsers = {
  Chromium: {
    missing: existsSync(chromium.executablePath) ? '' : `${chromium.executablePath} is not there`,
    start: () => startWith({ browser: 'chrome', ...chromium }),
  },
  Firefox: {
    missing: existsSync(firefox) ? '' : `${firefox} is not there`,
    start: () =>
      startWith({ browser: 'firefox', protocol: 'webDriverBiDi', executablePath: firefox }),
  },
};

async function startWith(options) {
  const browser = await puppeteer.launch({ headless: true, ...options });
  return new PuppeteerBrowser(browser, (await browser.version()).replace(/^\D*/, ''));
}

/** A browser with one page. */
class PuppeteerBrowser {
  #browser;
  #page;
  #other;
  #complaints = [];

  constructor(browser, version) {
    this.#browser = browser;
    this.version = version;
  }

  /** Opens a fresh page in place of the one before. */
  async open(url) {
    await this.#page?.close();
    this.#page = await this.#browser.newPage();
    this.#page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) this.#complaints.push(message.text());
    });
    this.#page.on('pageerror', (error) => this.#complaints.push(error.message));
    await this.#page.setViewport({ width: 1440, height: 900 });
    await this.#page.goto(url);
  }

  /** The value of a JavaScript expression in the page. */
  evaluate(expression) {
    return this.#page.evaluate(expression);
  }

  /** Presses the pointer at the first place, moves it over the others and lets go. */
  async drag([[x, y], ...others]) {
    const { mouse } = this.#page;
    await mouse.move(x, y);
    await mouse.down();
    for (const [toX, toY] of others) await mouse.move(toX, toY);
    await mouse.up();
  }

  /** Replaces the text of the field that has the focus, and leaves it. */
  async type(text) {
    const { keyboard } = this.#page;
    await keyboard.down('Control');
    await keyboard.press('a');
    await keyboard.up('Control');
    await keyboard.type(text);
    await keyboard.press('Tab');
  }

  /** Puts another tab before the page. */
  async hide() {
    this.#other = await this.#browser.newPage();
    await this.#other.bringToFront();
  }

  async show() {
    await this.#other.close();
    await this.#page.bringToFront();
  }

  /** A PNG of what is to be seen. */
  screenshot() {
    return this.#page.screenshot();
  }

  /** What was written to the console as an error or a warning since the page was opened. */
  async complaints() {
    return [...this.#complaints, ...(await this.evaluate('complaints'))];
  }

  close() {
    return this.#browser.close();
  }
}
