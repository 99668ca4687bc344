import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine } from '../engine/engine.fake';
import { fakeFiles } from '../engine/mnist-files.fake';
import { DataStore } from './data-store';
import { Yield } from './pauses';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('DataStore', () => {
  it('lets others have their turn while images follow each other without a gap', async () => {
    // Each look at the clock finds it later than a turn of reading may last.
    let time = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (time += 20));
    const form = { engine: fakeEngine(), imageSize: 8 };
    // As the run's own turns, in the order in which they are asked for.
    const turns = new Yield();
    let seen: number | null = null;
    const look = () => (seen = store.sets(form)?.training.available() ?? null);
    let begun = false;
    const changed = () => {
      if (begun || store.sets(form) === null) return;
      begun = true;
      void turns.now().then(look);
    };
    const store = new DataStore({ changed, failed: () => undefined }, turns);
    const open = () => Promise.resolve(fakeFiles(200, 10));
    await store.load({ source: 'a test', open, lasting: true, early: true }, form);
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(200);
  });
});
