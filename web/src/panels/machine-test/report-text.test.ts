import { describe, expect, it } from 'vitest';
import { Format } from '../format';
import { panelMessages } from '../messages';
import type { MachineReport } from '../../shared/run-reports';
import { reportText } from './report-text';

const report: MachineReport = {
  epochSeconds: 2.04,
  imagesPerSecond: 29_412,
  images: 60_000,
  batchSize: 512,
  engine: { build: 'threads', maxThreads: 8, threadsReason: '' },
  threads: 3,
  processors: 4,
  browser: 'Mozilla/5.0 (X11; Linux x86_64)',
};
const text = (part: Partial<MachineReport> = {}) =>
  reportText({ ...report, ...part }, panelMessages, new Format('en')).replaceAll('\u00a0', ' ');

describe('reportText', () => {
  it('tells epoch, speed, engine and machine', () => {
    expect(text().split('\n')).toEqual([
      'gradlet: one epoch of the tutorial’s network on MNIST',
      'Epoch: 2.0 s (60,000 images, batch size 512)',
      'Speed: 29,000 images/s',
      'Engine: WebAssembly with SIMD and threads, threads: 3',
      'Processors: 4',
      'Browser: Mozilla/5.0 (X11; Linux x86_64)',
    ]);
  });

  it('says why there is one thread, and nothing of what is not known', () => {
    const engine = { build: 'simd', maxThreads: 1, threadsReason: 'no isolation' } as const;
    const lines = text({ engine, threads: 1, processors: 0, browser: '' }).split('\n');
    expect(lines.slice(3)).toEqual([
      'Engine: WebAssembly with SIMD, threads: 1',
      'Why one thread: no isolation',
    ]);
  });
});
