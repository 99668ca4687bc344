import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../shared/settings';
import { createTrainer, type TrainerClient } from './client';

const engine = { build: 'simd', maxThreads: 1, threadsReason: '' };

/** Workers that were started, oldest first. */
let started: { terminate: ReturnType<typeof vi.fn> }[] = [];
let client: TrainerClient;

/** Lets each worker started be the next of these: one that answers, or one that never does. */
function workersThatAnswer(...answering: boolean[]): void {
  started = [];
  vi.stubGlobal('Worker', function () {
    const { port1, port2 } = new MessageChannel();
    if (answering[started.length]) {
      expose({ start: () => engine, status: () => ({}), reset: () => undefined }, port2);
    }
    const terminate = vi.fn(() => {
      port1.close();
    });
    started.push({ terminate });
    return Object.assign(port1, { terminate });
  });
}

function create(onFailure?: (error: Error) => void): TrainerClient {
  client = createTrainer({ workerUrl: 'worker.js', ...(onFailure && { onFailure }) });
  return client;
}

const start = () => client.start(defaultSettings(1), () => undefined);

describe('createTrainer', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    vi.stubGlobal('window', {});
    vi.stubGlobal('document', { baseURI: 'https://example.org/' });
  });
  afterEach(() => {
    client.dispose();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('starts one worker where that answers', async () => {
    workersThatAnswer(true);
    create();
    await expect(start()).resolves.toEqual(engine);
    expect(started).toHaveLength(1);
  });

  it('gives a command to a second worker where the first one never answers', async () => {
    workersThatAnswer(false, true);
    const onFailure = vi.fn();
    create(onFailure);
    const starting = start();
    vi.advanceTimersByTime(10_000);
    await expect(starting).resolves.toEqual(engine);
    expect(onFailure).not.toHaveBeenCalled();
    expect(started).toHaveLength(2);
    expect(started[0]?.terminate).toHaveBeenCalled();
  });

  it('gives up where the second one does not answer either', async () => {
    workersThatAnswer(false, false);
    const onFailure = vi.fn();
    create(onFailure);
    const refused = expect(start()).rejects.toThrow('no longer answers');
    vi.advanceTimersByTime(10_000);
    await Promise.resolve();
    expect(onFailure).not.toHaveBeenCalled();
    vi.advanceTimersByTime(40_000);
    await refused;
    expect(onFailure).toHaveBeenCalledOnce();
    expect(started).toHaveLength(2);
  });

  it('starts no other once it is disposed of', async () => {
    workersThatAnswer(false, true);
    create();
    const refused = expect(start()).rejects.toThrow('disposed');
    client.dispose();
    vi.advanceTimersByTime(60_000);
    await refused;
    expect(started).toHaveLength(1);
  });
});
