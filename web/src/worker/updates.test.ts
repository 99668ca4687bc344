import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrainerUpdate } from '../shared/protocol';
import type { Mistakes } from '../shared/run-reports';
import { Updates, type Snapshot } from './updates';

const snapshot = { run: 1, loading: null, trouble: null } as Snapshot;
const step = (number: number) => ({ step: number, loss: number });
const records = (...steps: number[]) => ({ steps: steps.map(step), epochs: [], fingerprints: [] });
const mistakes = (step: number): Mistakes => ({
  step,
  total: 0,
  images: 1,
  shown: [],
  confusion: [[1]],
});

describe('Updates', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gathers what happens within a frame into one update', async () => {
    const sent: TrainerUpdate[] = [];
    const updates = new Updates(
      (update) => void sent.push(update),
      () => snapshot,
    );
    updates.add(records(1));
    updates.add(records(2, 3));
    updates.changed();
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(sent).toMatchObject([{ run: 1, steps: [step(1), step(2), step(3)] }]);
  });

  it('tells the newest of what is told as a whole, and each once', async () => {
    const sent: TrainerUpdate[] = [];
    const updates = new Updates(
      (update) => void sent.push(update),
      () => snapshot,
    );
    const changes = [{ step: 3, learningRate: 0.5 }];
    updates.add({ ...records(1), mistakes: mistakes(1) });
    updates.add({ mistakes: mistakes(2), learningRateChanges: changes });
    updates.add(records(2));
    await vi.advanceTimersByTimeAsync(20);
    updates.add(records(3));
    await vi.advanceTimersByTimeAsync(20);
    expect(sent).toMatchObject([
      { steps: [step(1), step(2)], mistakes: { step: 2 }, learningRateChanges: changes },
      { steps: [step(3)], mistakes: null, learningRateChanges: null },
    ]);
  });

  it('sends nothing while nothing happens', async () => {
    const send = vi.fn();
    const updates = new Updates(send, () => snapshot);
    updates.changed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('waits for the last update to be taken, then tells all', async () => {
    const sent: TrainerUpdate[] = [];
    let taken = () => undefined as unknown;
    const updates = new Updates(
      (update) => {
        sent.push(update);
        return new Promise((resolve) => {
          taken = () => {
            resolve();
          };
        });
      },
      () => snapshot,
    );
    updates.add(records(1));
    await vi.advanceTimersByTimeAsync(20);
    for (let i = 2; i <= 9; i += 1) {
      updates.add(records(i));
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(sent.length).toBe(1);
    taken();
    await vi.advanceTimersByTimeAsync(20);
    expect(sent.length).toBe(2);
    expect(sent[1]?.steps.length).toBe(8);
  });

  it('goes on after a listener has thrown', async () => {
    const send = vi.fn().mockRejectedValueOnce(new Error('the page’s own'));
    const updates = new Updates(send, () => snapshot);
    updates.changed();
    await vi.advanceTimersByTimeAsync(20);
    updates.add(records(1));
    await vi.advanceTimersByTimeAsync(20);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('forgets the records of a run that is over', async () => {
    const send = vi.fn();
    const updates = new Updates(send, () => snapshot);
    updates.add(records(1));
    updates.clear();
    await vi.advanceTimersByTimeAsync(20);
    const none = { ...records(), mistakes: null, learningRateChanges: null };
    expect(send).toHaveBeenCalledWith({ ...snapshot, ...none });
  });
});
