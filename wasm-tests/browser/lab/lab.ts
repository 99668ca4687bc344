import { expect, test as base, type Locator, type Page } from '@playwright/test';

/** Steps of the tutorial's epoch: 60,000 images, 512 at a time. */
export const epochSteps = 118;

/** The page as its users find it: by roles and names. */
export class Lab {
  readonly page: Page;
  readonly status: Locator;
  readonly progress: Locator;
  readonly pad: Locator;
  readonly curve: Locator;
  /** The list's rows: this visit's runs, newest first, then PyTorch's. */
  readonly runs: Locator;

  constructor(page: Page) {
    this.page = page;
    this.status = page.getByRole('status');
    this.progress = page.getByRole('progressbar', { name: 'Training progress' });
    this.pad = page.getByRole('img', { name: 'Sketchpad' });
    this.runs = page.getByRole('list', { name: 'Runs', exact: true }).getByRole('listitem');
    this.curve = page.getByRole('img', { name: 'Loss curve' });
  }

  /** Opens the page and waits until the network answers. */
  async open(): Promise<void> {
    await this.page.goto('.');
    await expect(this.page.getByText('This network has not learned anything yet.')).toBeVisible();
    await expect(this.meter(7)).not.toHaveAttribute('aria-valuenow', '0.00');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.getByLabel(name, { exact: true });
  }

  async set(name: string, value: string): Promise<void> {
    const field = this.field(name);
    await field.fill(value);
    await field.press('Tab');
  }

  meter(digit: number): Locator {
    return this.page
      .getByRole('group', { name: 'Prediction' })
      .getByRole('meter', { name: String(digit), exact: true });
  }

  /** The ten bars, in percent. */
  async bars(): Promise<number[]> {
    const meters = this.page.getByRole('group', { name: 'Prediction' }).getByRole('meter');
    return meters.evaluateAll((elements) =>
      elements.map((element) => Number(element.getAttribute('aria-valuenow'))),
    );
  }

  /** The ten bars as they are painted: how much of each is of the accent's colour, in percent. */
  async paintedBars(): Promise<number[]> {
    const group = this.page.getByRole('group', { name: 'Prediction' });
    return group.locator('canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const copy = document.createElement('canvas');
      copy.width = canvas.width;
      copy.height = canvas.height;
      const probe = copy.getContext('2d', { willReadFrequently: true });
      if (probe === null) throw new Error('no canvas');
      const token = (name: string) => {
        probe.fillStyle = getComputedStyle(canvas).getPropertyValue(name);
        probe.fillRect(0, 0, 1, 1);
        return probe.getImageData(0, 0, 1, 1).data.join();
      };
      const [accent, raised] = [token('--accent'), token('--raised')];
      probe.clearRect(0, 0, 1, 1);
      probe.drawImage(canvas, 0, 0);
      const rows = 10;
      return Array.from({ length: rows }, (_, row) => {
        const y = Math.round(((row + 0.5) * canvas.height) / rows);
        const { data } = probe.getImageData(0, y, canvas.width, 1);
        let [full, empty] = [0, 0];
        for (let x = 0; x < canvas.width; x += 1) {
          const pixel = data.slice(4 * x, 4 * x + 4).join();
          if (pixel === accent) full += 1;
          if (pixel === raised) empty += 1;
        }
        return (100 * full) / (full + empty);
      });
    });
  }

  /** Starts a run, and waits until what the page shows is that run. */
  async train(): Promise<void> {
    await this.button('Train').click();
    // Asked often: the run of a small network is soon over.
    await expect.poll(() => this.button('Pause').isVisible(), { intervals: [20] }).toBe(true);
  }

  /** Finished steps of the run, as the progress bar tells them. */
  async step(): Promise<number> {
    return Number(await this.progress.getAttribute('aria-valuenow'));
  }

  /** Waits until at least `step` steps are finished. */
  async reach(step: number): Promise<void> {
    await expect.poll(() => this.step(), { intervals: [20] }).toBeGreaterThanOrEqual(step);
  }

  async finished(): Promise<void> {
    await expect(this.page.getByText('unseen digits right, in')).toBeVisible({ timeout: 150_000 });
  }

  /** Waits until a panel shows what is new: they do so one after the other. */
  async shown(panel: 'epoch-table' | 'run-list'): Promise<void> {
    await this.page.locator(panel).evaluate(async (element) => {
      await (element as HTMLElement & { updateComplete: Promise<boolean> }).updateComplete;
    });
  }

  /** The newest validation accuracy that the page shows, in percent. */
  async accuracy(): Promise<number> {
    const text = await this.status.innerText();
    return Number(/accuracy\s+([\d.]+)\s*%/.exec(text)?.[1]);
  }

  /** SHA-256 over all parameters after the newest epoch of the table. */
  async fingerprint(): Promise<string> {
    await this.shown('epoch-table');
    const cell = this.page.getByRole('table', { name: 'Tests on unseen digits' }).locator('code');
    return (await cell.last().textContent())?.trim() ?? '';
  }

  /** Draws on the pad with the mouse; points from 0 to 1. */
  async draw(stroke: readonly (readonly [number, number])[]): Promise<void> {
    await this.pad.scrollIntoViewIfNeeded();
    const box = await this.pad.boundingBox();
    if (box === null) throw new Error('the sketchpad has no place on the page');
    const { mouse } = this.page;
    const [first, ...others] = stroke.map(
      ([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const,
    );
    if (first === undefined) return;
    await mouse.move(first[0], first[1]);
    await mouse.down();
    for (const [x, y] of others) await mouse.move(x, y, { steps: 4 });
    await mouse.up();
  }
}

/** Drawn as most people draw them; points from 0 to 1. */
export const one = [
  [0.5, 0.18],
  [0.5, 0.5],
  [0.5, 0.82],
] as const;

export const zero = Array.from({ length: 25 }, (_, index) => {
  const angle = (2 * Math.PI * index) / 24;
  return [0.5 - 0.2 * Math.sin(angle), 0.5 - 0.32 * Math.cos(angle)] as const;
});

export const seven = [
  [0.27, 0.24],
  [0.71, 0.22],
  [0.62, 0.45],
  [0.48, 0.8],
] as const;

/** A lab on an open page; the test fails if the page wrote an error or a warning to its console. */
export const test = base.extend<{ lab: Lab }>({
  lab: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const lab = new Lab(page);
    await lab.open();
    await use(lab);
    expect(complaints, 'the page’s console').toEqual([]);
  },
});

export { expect };
