import { afterEach, describe, expect, it, vi } from 'vitest';
import { corruptByte, FakeSession } from '../engine/engine.fake';
import { serve, settings, started } from './trainer.fake';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const url = 'https://a.example/trained.safetensors';

/** A safetensors file of no tensors that tells this of itself. */
function trainedFile(metadata?: Record<string, string>): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata }));
  const file = new Uint8Array(8 + header.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  return file;
}

function serveTrained(file: Uint8Array<ArrayBuffer>, status = 200): void {
  const others = globalThis.fetch;
  vi.stubGlobal('fetch', (address: string) =>
    address === url ? Promise.resolve(new Response(file, { status })) : others(address),
  );
}

describe('WorkerTrainer, a trained network', () => {
  it('takes the run’s place, and is measured where the images are here', async () => {
    serve();
    const file = trainedFile();
    serveTrained(file);
    const { trainer, engine, until } = await started();
    await trainer.train({ ...settings, preset: 'tutorial' });
    await until(({ status }) => status.state === 'finished');
    const network = await trainer.loadTrained(url);
    // The script's first evaluation of a session finds none right.
    expect(network).toEqual({
      fingerprint: 'hash of the file',
      accuracy: 0,
      images: 20,
      bytes: file.length,
    });
    expect(await trainer.fingerprint()).toBe('hash of the file');
    expect(await trainer.status()).toMatchObject({ state: 'arrived', step: 0 });
    const { mistakes } = await until((update) => update.run === 3 && update.mistakes !== null);
    expect(mistakes).toMatchObject({ images: 20, total: 20 });
    expect(await trainer.mistakeImages([0])).toEqual([Uint8Array.of(10)]);
    expect(engine.sessions.filter(({ calls }) => !calls.includes('delete')).length).toBe(1);

    // A run begins with weights of its own.
    await trainer.step(settings);
    expect(await trainer.fingerprint()).toBe('hash of step 1');
  });

  it('is believed what it tells of itself only if it is the one that was measured', async () => {
    const { trainer } = await started();
    const told = { fingerprint: 'hash of the file', accuracy: '0.97', images: '10000' };
    serveTrained(trainedFile(told));
    expect(await trainer.loadTrained(url)).toMatchObject({ accuracy: 0.97, images: 10_000 });
    for (const other of [{ ...told, fingerprint: 'of another' }, { ...told, images: 'many' }, {}]) {
      serveTrained(trainedFile(other));
      expect(await trainer.loadTrained(url)).toMatchObject({ accuracy: null, images: 0 });
    }
  });

  it('leaves the run as it is if the file cannot be had or used', async () => {
    serve();
    const { trainer, until } = await started();
    await trainer.step(settings);
    serveTrained(trainedFile(), 404);
    await expect(trainer.loadTrained(url)).rejects.toThrow(
      `[${url}] expected a file, found HTTP status 404`,
    );
    serveTrained(Uint8Array.of(1, corruptByte));
    await expect(trainer.loadTrained(url)).rejects.toThrow(`[${url}] expected a safetensors file`);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
    await expect(trainer.loadTrained(url)).rejects.toThrow('found none: no network');
    expect(await trainer.status()).toMatchObject({ state: 'paused', step: 1 });
    await trainer.resume();
    await until(({ status }) => status.state === 'finished');
  });

  it('says so if a run takes its place while it is measured', async () => {
    serve();
    serveTrained(trainedFile());
    const { trainer, until } = await started();
    await trainer.train(settings);
    await until(({ status }) => status.state === 'finished');
    vi.spyOn(FakeSession.prototype, 'evaluate').mockImplementationOnce(() => {
      void trainer.train(settings);
      return { done: false, seen: 0, correct: 0, lossSum: 0 };
    });
    await expect(trainer.loadTrained(url)).rejects.toThrow('found a run in its place');
    await until(({ run, status }) => run === 4 && status.state === 'finished');
  });
});

describe('WorkerTrainer, choice of the engine', () => {
  it('takes another engine with the next run, and the data with it', async () => {
    const asked = serve();
    const { trainer, engine, single, until } = await started();
    await trainer.train(settings);
    await until(({ status }) => status.state === 'finished');
    expect(await trainer.useEngine('one-thread')).toEqual({
      build: 'simd',
      maxThreads: 1,
      threadsReason: 'one thread',
    });
    expect(await trainer.status()).toMatchObject({ state: 'finished', step: 6 });
    expect(single.sessions.length).toBe(0);

    await trainer.train({ ...settings, threads: 3 });
    const { status } = await until((update) => update.run === 3 && update.status.step === 6);
    expect(status.threads).toBe(1);
    expect(single.sessions.length).toBeGreaterThan(0);
    // Nothing of the other engine is left but the engine.
    expect(engine.sessions.filter(({ calls }) => !calls.includes('delete'))).toEqual([]);
    expect(await trainer.mistakeImages([2])).toEqual([Uint8Array.of(12)]);

    expect((await trainer.useEngine('automatic')).build).toBe('threads');
    await trainer.train({ ...settings, threads: 3 });
    const back = await until((update) => update.run === 4 && update.status.step === 6);
    expect(back.status.threads).toBe(3);
    expect(asked.length).toBe(4);
  });
});
