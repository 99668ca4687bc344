/** Points from 0 to 1, as the digits are drawn by most people. */
const digits = [
  [
    [0.27, 0.24],
    [0.71, 0.22],
    [0.62, 0.45],
    [0.48, 0.8],
  ],
  [
    [0.5, 0.18],
    [0.5, 0.5],
    [0.5, 0.82],
  ],
  Array.from({ length: 9 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 8;
    return [0.5 - 0.2 * Math.sin(angle), 0.5 - 0.32 * Math.cos(angle)];
  }),
];

/** Between two inputs. */
const restMilliseconds = 40;
/** Between a button's way down and up, and to the next click of several: a finger is no faster. */
const clickMilliseconds = 30;
/** An answer that takes longer is none. */
const patience = 10_000;

/**
 * Gives the page what a user gives it, all of it through the browser. Where everything is has been looked
 * up before the run: while it is under way, the page is asked for nothing but a few numbers.
 */
export class Hand {
  #page;
  #places;
  #acts = 0;

  /** @param {import('playwright-core').Page} page  with `watch` in it */
  static async over(page) {
    const button = (name) => page.getByRole('button', { name, exact: true });
    const field = (name) => page.getByLabel(name, { exact: true });
    const targets = {
      pad: page.getByRole('img', { name: 'Sketchpad' }),
      train: button('Train'),
      undo: button('Undo'),
      clear: button('Clear'),
      zoomIn: button('Zoom in'),
      rate: button('Learning rate'),
      epochs: field('Epochs'),
      seed: field('Seed'),
    };
    const places = {};
    const { height } = page.viewportSize();
    for (const [name, target] of Object.entries(targets)) {
      places[name] = await target.boundingBox();
      if (places[name].y + places[name].height > height) throw new Error(`${name} is out of sight`);
    }
    return new Hand(page, places);
  }

  constructor(page, places) {
    this.#page = page;
    this.#places = places;
  }

  /** One of the page's own notes: `watched[name]()`. */
  ask(name) {
    return this.#page.evaluate((name) => window.watched[name](), name);
  }

  async until(what, fits) {
    const begin = Date.now();
    while (!(await fits())) {
      if (Date.now() - begin > patience) throw new Error(`waited in vain for ${what}`);
      await rest();
    }
  }

  /** Waits for the run's end, as long as steps are made. */
  async finished() {
    let progress = 0;
    while ((await this.ask('button')) !== 'Train') {
      await this.until('the next step', async () => {
        const before = progress;
        progress = await this.ask('progress');
        return progress > before || (await this.ask('button')) === 'Train';
      });
    }
  }

  async click(name, options) {
    const { x, y, width, height } = this.#places[name];
    const delay = clickMilliseconds;
    await this.#page.mouse.click(x + width / 2, y + height / 2, { delay, ...options });
    await rest();
  }

  async press(...keys) {
    for (const key of keys) {
      await this.#page.keyboard.press(key);
      await rest();
    }
  }

  /** Types over what stands in a field. */
  async type(name, text) {
    await this.click(name, { clickCount: 3 });
    await this.press(...text, 'Tab');
  }

  async #stroke(points) {
    const { pad } = this.#places;
    const { mouse } = this.#page;
    const at = ([x, y]) => [pad.x + x * pad.width, pad.y + y * pad.height];
    await mouse.move(...at(points[0]));
    await mouse.down();
    for (const point of points.slice(1)) await mouse.move(...at(point), { steps: 3 });
    await mouse.up();
    await this.until('the answer to a stroke', () => this.ask('read'));
  }

  /** Does the next of what can be done while a run is under way. */
  async act() {
    const turn = this.#acts;
    this.#acts += 1;
    await this.#inTurn[turn % this.#inTurn.length](turn);
  }

  #inTurn = [
    () => this.#stroke(digits[0]),
    () => this.click('undo'),
    () => this.#stroke(digits[1]),
    () => this.#stroke(digits[2]),
    (turn) => this.type('seed', String(turn)),
    () => this.#pressWhen('Pause'),
    () => this.#pressWhen('Resume'),
    // From + to All.
    () => this.click('zoomIn').then(() => this.press('Tab', 'Enter')),
    // From Learning rate to Scale, where the keys choose the other one.
    () => this.click('rate').then(() => this.press('Shift+Tab', 'ArrowDown', 'ArrowUp')),
    () => this.click('clear'),
  ];

  /** Presses the button that begins with Train once it has the name. */
  async #pressWhen(name) {
    await this.until(name, async () => (await this.ask('button')) === name);
    await this.click('train');
  }
}

const rest = () => new Promise((resolve) => setTimeout(resolve, restMilliseconds));
