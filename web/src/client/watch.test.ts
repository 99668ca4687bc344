import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Watch } from './watch';

const never = () => new Promise<never>(() => undefined);

function errorEvent(message: string): Event {
  return Object.assign(new Event('error'), { message });
}

describe('Watch', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('passes answers and refusals through', async () => {
    const watch = new Watch(new EventTarget(), never, vi.fn());
    await expect(watch.settle(() => Promise.resolve(3))).resolves.toBe(3);
    await expect(watch.settle(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    watch.end(new Error('over'));
  });

  it('rejects what waits when the worker breaks, and all that follows, with its words', async () => {
    const worker = new EventTarget();
    const onFailure = vi.fn();
    const watch = new Watch(worker, never, onFailure);
    const waiting = watch.settle(never);
    worker.dispatchEvent(errorEvent('Uncaught EngineCrash: the engine has crashed: unreachable'));
    await expect(waiting).rejects.toThrow(/^the engine has crashed: unreachable$/);
    const command = vi.fn(never);
    await expect(watch.settle(command)).rejects.toThrow(/crashed/);
    expect(command).not.toHaveBeenCalled();
    worker.dispatchEvent(errorEvent('again'));
    expect(onFailure).toHaveBeenCalledOnce();
  });

  it('has words for a script that cannot be loaded, which comes without any', async () => {
    const worker = new EventTarget();
    const watch = new Watch(worker, never, vi.fn());
    const waiting = watch.settle(never);
    worker.dispatchEvent(new Event('error'));
    await expect(waiting).rejects.toThrow('the worker could not be loaded');
  });

  it('notices a worker that no longer answers', async () => {
    const onFailure = vi.fn();
    const watch = new Watch(new EventTarget(), never, onFailure);
    const waiting = expect(watch.settle(never)).rejects.toThrow('no longer answers');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(onFailure).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(onFailure).toHaveBeenCalledOnce();
    await waiting;
  });

  it('is content with a worker that answers late, or refuses', async () => {
    const onFailure = vi.fn();
    const beat = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 12_000));
      throw new Error('not started yet');
    });
    const watch = new Watch(new EventTarget(), beat, onFailure);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(onFailure).not.toHaveBeenCalled();
    expect(beat.mock.calls.length).toBeGreaterThan(10);
    watch.end(new Error('over'));
  });
});
