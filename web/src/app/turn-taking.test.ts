import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inTurn } from './turn-taking';

/** So many frames more have something to show. */
let turns = 0;
vi.mock('../panels/turns', () => ({ turnsWanted: () => turns-- > 0 }));

/** A page whose clock goes by itself only where something takes time. */
function page({ visible = true, frames = true } = {}): void {
  vi.stubGlobal('document', { visibilityState: visible ? 'visible' : 'hidden' });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    if (frames) setTimeout(callback, 16);
  });
}

const takes = (milliseconds: number) => () =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const no = () => false;
const atRest = { drawing: no, waiting: no };

/** Milliseconds until it has resolved. */
async function duration(promise: Promise<void>): Promise<number> {
  const begin = performance.now();
  const done = promise.then(() => performance.now() - begin);
  await vi.advanceTimersByTimeAsync(10_000);
  return done;
}

describe('inTurn', () => {
  beforeEach(() => {
    turns = 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('leaves the page five times the time that showing took', async () => {
    page();
    // The wait for the frame itself is no work; the task after it comes 1 ms later.
    expect(await duration(inTurn(takes(20), atRest))).toBeCloseTo(20 + 16 + 1 + 5 * 21, 0);
  });

  it('counts the frames in which panels have their turns', async () => {
    page();
    turns = 2;
    expect(await duration(inTurn(takes(20), atRest))).toBeCloseTo(20 + 3 * 17 + 5 * 23, 0);
  });

  it('waits longer while a stroke is drawn, and no longer than that', async () => {
    page();
    const begin = performance.now();
    const untilThen = () => performance.now() - begin < 300;
    const ended = await duration(inTurn(takes(20), { ...atRest, drawing: untilThen }));
    expect(ended).toBeGreaterThanOrEqual(300);
    expect(ended).toBeLessThan(300 + 30);
    expect(await duration(inTurn(takes(20), { ...atRest, drawing: () => true }))).toBeCloseTo(
      20 + 16 + 1 + 29 * 21,
      -2,
    );
  });

  it('lets what is waited for through after as much time as one frame took', async () => {
    page();
    turns = 2;
    const waited = { ...atRest, waiting: () => true };
    expect(await duration(inTurn(takes(20), waited))).toBeCloseTo(20 + 17 + 21, 0);
  });

  it('does not wait for frames in a page that is not to be seen', async () => {
    page({ visible: false, frames: false });
    expect(await duration(inTurn(takes(20), atRest))).toBeCloseTo(20 + 100, 0);
  });

  it('goes on where no frame comes', async () => {
    page({ frames: false });
    expect(await duration(inTurn(takes(20), atRest))).toBeCloseTo(20 + 250 + 100, 0);
  });

  it('passes on that showing has failed', async () => {
    page();
    await expect(inTurn(() => Promise.reject(new Error('no')), atRest)).rejects.toThrow('no');
  });
});
