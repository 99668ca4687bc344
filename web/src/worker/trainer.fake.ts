import { vi } from 'vitest';
import { corruptByte, fakeEngine, fakeScript, type FakeScript } from '../engine/engine.fake';
import type { LoadedEngine } from '../engine/load-engine';
import type {
  EnginePreference,
  EpochRecord,
  Fingerprint,
  StepRecord,
  TrainerUpdate,
} from '../shared/protocol';
import { defaultSettings, type RunSettings } from '../shared/settings';
import { WorkerTrainer, type TrainerHost } from './trainer';

export const places = { engine: 'https://a.example/engine/', data: 'https://a.example/mnist/' };
export const settings: RunSettings = { ...defaultSettings(1), batchSize: 10, epochs: 2 };
const counts = { train: 30, t10k: 20 };

export interface FakeServer {
  /** Keeps the end of both sets' images back, or of one set's. */
  hold?: Promise<void>;
  held?: 'train' | 't10k';
  /** Sends training images of another hash than they should have. */
  corrupt?: boolean;
  status?: number;
}

/** A server of MNIST as the fake engine reads it; tells what it was asked for. */
export function serve({ hold, held, corrupt = false, status = 200 }: FakeServer = {}): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    const name = url.slice(url.lastIndexOf('/') + 1);
    const count = name.startsWith('train') ? counts.train : counts.t10k;
    const bytes = Uint8Array.from([count, ...Array<number>(count).fill(1)]);
    // Five images of one pixel in an IDX file, which for the fake engine holds twenty.
    const idx = [0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 1, 10, 11, 12, 13, 14];
    if (name.startsWith('t10k-images')) bytes.set(idx, 4);
    if (corrupt && name.startsWith('train-images')) bytes[count] = corruptByte;
    const late = name.includes('images') && name.startsWith(held ?? '') && hold;
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(bytes.slice(0, 15));
        if (late) await late;
        controller.enqueue(bytes.slice(15));
        controller.close();
      },
    });
    const headers = { 'Content-Length': String(bytes.length) };
    return Promise.resolve(new Response(body, { status, headers }));
  });
  return asked;
}

/** A promise for `serve`, and what resolves it. */
export function holding(): { hold: Promise<void>; release: () => void } {
  let release: () => void = () => undefined;
  const hold = new Promise<void>((resolve) => (release = resolve));
  return { hold, release };
}

/** Hosts of fake engines: one of up to four threads, another where one thread was asked for. */
export function fakeHost(script: FakeScript = fakeScript) {
  const engine = fakeEngine(script);
  const single = fakeEngine(script);
  const loaded: Record<EnginePreference, LoadedEngine> = {
    automatic: {
      engine,
      choice: { build: 'threads', url: '', maxThreads: 4, threadsReason: '' },
    },
    'one-thread': {
      engine: single,
      choice: { build: 'simd', url: '', maxThreads: 1, threadsReason: 'one thread' },
    },
  };
  const host: TrainerHost = {
    loadEngine: (_url, preference) => Promise.resolve(loaded[preference]),
    machine: { processors: 8, browser: 'a browser' },
  };
  return { engine, single, host };
}

/** A trainer that has been started, on fake engines; `updates` are those it has sent. */
export async function started(script: FakeScript = fakeScript) {
  const { engine, single, host } = fakeHost(script);
  const trainer = new WorkerTrainer(host);
  const updates: TrainerUpdate[] = [];
  await trainer.start(settings, (update) => void updates.push(update), places);
  const until = (holds: (update: TrainerUpdate) => boolean) =>
    vi.waitFor(
      () => {
        const update = updates.at(-1);
        if (!update || !holds(update)) throw new Error(JSON.stringify(update));
        return update;
      },
      { timeout: 4000, interval: 5 },
    );
  /** What the updates of a run told, all together. */
  const told = (run: number) => {
    const steps: StepRecord[] = [];
    const epochs: EpochRecord[] = [];
    const fingerprints: Fingerprint[] = [];
    for (const update of updates) {
      if (update.run !== run) continue;
      steps.push(...update.steps);
      epochs.push(...update.epochs);
      fingerprints.push(...update.fingerprints);
    }
    return {
      steps: steps.map(({ step }) => step),
      epochs: epochs.map(({ epoch }) => epoch),
      fingerprints: fingerprints.map(({ sha256 }) => sha256),
    };
  };
  return { trainer, engine, single, updates, until, told };
}

function idxFile(name: string, count: number, kind: 1 | 3): File {
  return new File([Uint8Array.from([count, ...Array<number>(count).fill(kind)])], name);
}

/** 40 training images and 10 validation images. */
export const goodFiles = () => [
  idxFile('train-i', 40, 3),
  idxFile('train-l', 40, 1),
  idxFile('test-i', 10, 3),
  idxFile('test-l', 10, 1),
];
