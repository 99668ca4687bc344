import { until } from './processes.mjs';

/** Runs in the page: all elements that a selector fits, those inside of elements' shadows too. */
function inShadows(selector, root = document) {
  const found = [...root.querySelectorAll(selector)];
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot) found.push(...inShadows(selector, element.shadowRoot));
  }
  return found;
}

// What is found of the page; each runs in it.

const buttonOf = (name) =>
  inShadows('button').find((button) => button.textContent.trim() === name) ?? null;

function fieldOf(name) {
  const label = inShadows('label').find((candidate) => candidate.textContent.trim() === name);
  return label.getRootNode().getElementById(label.htmlFor);
}

const padOf = () => inShadows('[role=img][aria-label=Sketchpad]')[0];

const progressOf = () => inShadows('[role=progressbar]')[0];

/** Texts to be seen, of the elements that hold nothing but text. */
const textsOf = () =>
  inShadows('*')
    .filter((element) => element.childElementCount === 0 && element.checkVisibility())
    .map((element) => element.textContent.trim());

/** Rows of the page's tables that have a fingerprint: what each is headed by, and its fingerprint. */
const fingerprintRowsOf = () =>
  inShadows('tr:has(code)').map((row) => [
    row.querySelector('th').textContent.trim(),
    row.querySelector('code').textContent.trim(),
  ]);

const finders = [inShadows, buttonOf, fieldOf, padOf, progressOf, textsOf, fingerprintRowsOf];
const finderSource = finders.map((finder) => `const ${finder.name} = ${finder};`).join('\n');

/** The page as its users find it, in any browser. */
export class Lab {
  #browser;

  constructor(browser) {
    this.#browser = browser;
  }

  /** Opens the page and waits until the network is there. */
  async open(url) {
    await this.#browser.open(url);
    await this.says(/^WebAssembly with SIMD, /);
  }

  async press(button) {
    await until(() => this.#ask(`buttonOf('${button}') !== null`), `the button ${button}`);
    await this.#browser.drag([await this.#place(`buttonOf('${button}')`, [0.5, 0.5])]);
  }

  /** As `press`, but without a pointer: for a page that is not to be seen. */
  async activate(button) {
    await this.#ask(`buttonOf('${button}').click()`);
  }

  async set(field, text) {
    await this.#browser.drag([await this.#place(`fieldOf('${field}')`, [0.5, 0.5])]);
    await this.#browser.type(text);
  }

  value(field) {
    return this.#ask(`fieldOf('${field}').value`);
  }

  /** Draws one stroke on the pad; points from 0 to 1. */
  async draw(stroke) {
    const path = [];
    for (const point of stroke) path.push(await this.#place('padOf()', point));
    await this.#browser.drag(path);
  }

  /** Waits until the page shows such a text, and gives it back. */
  async says(pattern) {
    const find = `textsOf().find((text) => ${pattern}.test(text)) ?? ''`;
    try {
      return await until(() => this.#ask(find), `the page to say ${pattern}`);
    } catch (error) {
      const texts = (await this.#ask('textsOf()')).filter((text) => text !== '');
      throw new Error(`${error.message}; it says: ${texts.join(' | ')}`, { cause: error });
    }
  }

  /** Finished steps of the run. */
  step() {
    return this.#ask('Number(progressOf().ariaValueNow)');
  }

  reach(step) {
    return until(async () => (await this.step()) >= step, `step ${step}`);
  }

  hidden() {
    return this.#ask("document.visibilityState === 'hidden'");
  }

  /** Waits for the run's end; gives back what the page shows of it, as `scripts/train` tells it. */
  async result() {
    const sentence = await this.says(/unseen digits right, in/);
    const steps = Number(await this.#ask('progressOf().ariaValueMax'));
    // The table of tests has its turn after the sentence.
    const last = "fingerprintRowsOf().some(([head]) => head === '1')";
    await until(() => this.#ask(last), 'the test after the epoch');
    const fingerprints = {};
    for (const [head, sha256] of await this.#ask('fingerprintRowsOf()')) {
      if (head === '1') fingerprints[steps] = sha256;
      else if (head.startsWith('step ')) fingerprints[head.slice('step '.length)] = sha256;
    }
    return { fingerprints, right: Number.parseFloat(sentence) };
  }

  /** A place within an element, in pixels of the window; the element is brought into sight. */
  #place(element, [x, y]) {
    return this.#ask(`((element) => {
      element.scrollIntoView({ block: 'nearest' });
      const box = element.getBoundingClientRect();
      return [box.x + ${x} * box.width, box.y + ${y} * box.height];
    })(${element})`);
  }

  #ask(expression) {
    return this.#browser.evaluate(`(() => {\n${finderSource}\nreturn ${expression};\n})()`);
  }
}
