import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Turns from './turns';

interface Entry {
  target: Element;
  isIntersecting: boolean;
}

const frame = 16;
let tell: (entries: Entry[]) => void;
let turns: typeof Turns;
let framesCome: boolean;
let page: EventTarget;

/** Stands for an element: the module only tells them apart. */
const panel = () => ({}) as Element;

beforeEach(async () => {
  vi.useFakeTimers();
  framesCome = true;
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) =>
    framesCome ? setTimeout(callback, frame) : 0,
  );
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(callback: (entries: Entry[]) => void) {
        tell = callback;
      }
      observe = () => undefined;
      unobserve = () => undefined;
    },
  );
  page = new EventTarget();
  vi.stubGlobal('document', page);
  vi.resetModules();
  turns = await import('./turns');
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function sight(panels: Element[], isIntersecting: boolean): void {
  tell(panels.map((target) => ({ target, isIntersecting })));
}

/** Asks for a turn for each of them; returns the numbers of those that had theirs, in that order. */
function asking(panels: Element[]): number[] {
  const had: number[] = [];
  panels.forEach((element, index) => void turns.turn(element).then(() => had.push(index)));
  return had;
}

describe('turn', () => {
  it('gives one in each frame, in the order of asking', async () => {
    const had = asking([panel(), panel(), panel()]);
    expect(turns.turnsWanted()).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(had).toEqual([]);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([0]);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([0, 1, 2]);
    expect(turns.turnsWanted()).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is one for all that the same element has asked for', async () => {
    const one = panel();
    const had = asking([one, one]);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([0, 1]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps as many frames free as it is to have', async () => {
    const had: string[] = [];
    void turns.turn(panel(), 2).then(() => had.push('long'));
    void turns.turn(panel()).then(() => had.push('next'));
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual(['long']);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual(['long']);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual(['long', 'next']);
    void turns.turn(panel(), 2).then(() => had.push('last'));
    await vi.advanceTimersByTimeAsync(frame);
    expect(turns.turnsWanted()).toBe(true);
    await vi.advanceTimersByTimeAsync(frame);
    expect(turns.turnsWanted()).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('comes first for those in sight, and seldom for the others', async () => {
    const far = [panel(), panel()];
    const near = panel();
    sight(far, false);
    const had = asking([...far, near]);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([2]);
    expect(turns.turnsWanted()).toBe(false);
    await vi.advanceTimersByTimeAsync(990);
    expect(had).toEqual([2]);
    await vi.advanceTimersByTimeAsync(10 + frame);
    expect(had).toEqual([2, 0]);
    await vi.advanceTimersByTimeAsync(90);
    expect(had).toEqual([2, 0]);
    await vi.advanceTimersByTimeAsync(10 + frame);
    expect(had).toEqual([2, 0, 1]);
  });

  it('waits for those out of sight as long as those in sight are busy', async () => {
    const far = panel();
    const near = panel();
    sight([far], false);
    const had = asking([near, far]);
    for (let i = 0; i < 10; i += 1) {
      await vi.advanceTimersByTimeAsync(500);
      void turns.turn(near);
    }
    expect(had).toEqual([0]);
    await vi.advanceTimersByTimeAsync(1000 + 2 * frame);
    expect(had).toEqual([0, 1]);
  });

  it('waits for those out of sight as long as somebody draws or types', async () => {
    const far = panel();
    sight([far], false);
    page.dispatchEvent(new Event('pointermove'));
    const had = asking([far]);
    await vi.advanceTimersByTimeAsync(900);
    page.dispatchEvent(new Event('keydown'));
    await vi.advanceTimersByTimeAsync(990);
    expect(had).toEqual([]);
    await vi.advanceTimersByTimeAsync(10 + 2 * frame);
    expect(had).toEqual([0]);
  });

  it('does not come out of sight while an owner is busy, unless scrolled to', async () => {
    const far = [panel(), panel()];
    sight(far, false);
    const owner = {};
    turns.setBusy(owner, true);
    const had = asking(far);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(had).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    sight(far.slice(1), true);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([1]);
    turns.setBusy(owner, false);
    await vi.advanceTimersByTimeAsync(990);
    expect(had).toEqual([1]);
    await vi.advanceTimersByTimeAsync(10 + 2 * frame);
    expect(had).toEqual([1, 0]);
  });

  it('leaves frames to what is shown at once, three in a row at most', async () => {
    const had = asking([panel(), panel()]);
    turns.takeFrame();
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([]);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([0]);
    for (let i = 0; i < 3; i += 1) {
      turns.takeFrame();
      await vi.advanceTimersByTimeAsync(frame);
      expect(had).toEqual([0]);
    }
    turns.takeFrame();
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([0, 1]);
  });

  it('comes soon for who comes into sight', async () => {
    const far = [panel(), panel()];
    sight(far, false);
    const had = asking(far);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([0]);
    sight(far, true);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([0, 1]);
  });

  it('comes where there are no frames, too', async () => {
    framesCome = false;
    const had = asking([panel(), panel()]);
    await vi.advanceTimersByTimeAsync(250);
    expect(had).toEqual([0]);
    await vi.advanceTimersByTimeAsync(250);
    expect(had).toEqual([0, 1]);
  });

  it('is not waited for by who is gone', async () => {
    const [stays, goes] = [panel(), panel()];
    const had = asking([stays, goes]);
    turns.unwatchSight(goes);
    await vi.advanceTimersByTimeAsync(0);
    expect(had).toEqual([1]);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([1, 0]);
  });

  it('is had at once by who is told to come, with all that it waited for', async () => {
    const [first, second] = [panel(), panel()];
    const had = asking([first, second, second]);
    turns.comeAtOnce(second);
    await vi.advanceTimersByTimeAsync(0);
    expect(had).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(frame);
    expect(had).toEqual([1, 2, 0]);
    expect(turns.turnsWanted()).toBe(false);
  });
});
