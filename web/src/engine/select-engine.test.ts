import { describe, expect, it } from 'vitest';
import { detectFeatures, type Features } from './features';
import { selectEngine } from './select-engine';

const urls = { simd: 'https://a.example/simd.mjs', threads: 'https://a.example/threads.mjs' };
const able: Features = {
  simd: true,
  sharingProblem: '',
  processors: 8,
  origin: 'https://a.example',
};

describe('selectEngine', () => {
  it('takes threads where they can be had, as many as there are processors', () => {
    const choice = selectEngine(urls, able, 16);
    expect(choice).toEqual({
      build: 'threads',
      url: urls.threads,
      maxThreads: 8,
      threadsReason: '',
    });
    expect(selectEngine(urls, able, 3).maxThreads).toBe(3);
  });

  it.each([
    [{ sharingProblem: 'no shared memory here' }, 16, /no shared memory here/],
    [{ processors: 1 }, 16, /one processor/],
    [{ origin: 'https://b.example' }, 16, /another site/],
    [{}, 1, /one thread was asked for/],
  ])('says why there is one thread only: %o', (changes, most, reason) => {
    const choice = selectEngine(urls, { ...able, ...changes }, most);
    expect(choice).toMatchObject({ build: 'simd', url: urls.simd, maxThreads: 1 });
    expect(choice.threadsReason).toMatch(reason);
  });

  it('refuses WebAssembly without SIMD in words', () => {
    expect(() => selectEngine(urls, { ...able, simd: false }, 1)).toThrow(/SIMD, found none/);
  });
});

describe('detectFeatures', () => {
  it('finds SIMD and shared memory in Node', () => {
    expect(detectFeatures(4, 'file://')).toEqual({
      simd: true,
      sharingProblem: '',
      processors: 4,
      origin: 'file://',
    });
  });

  it('takes an unknown number of processors for one', () => {
    expect(detectFeatures(NaN, 'file://').processors).toBe(1);
  });

  it('looks for a buffer that can be shared, not for a flag', () => {
    const real = globalThis.SharedArrayBuffer;
    const scope = globalThis as { SharedArrayBuffer?: unknown; crossOriginIsolated?: boolean };
    try {
      delete scope.SharedArrayBuffer;
      scope.crossOriginIsolated = true;
      expect(detectFeatures(4, '').sharingProblem).toMatch(/this browser/);
      scope.crossOriginIsolated = false;
      expect(detectFeatures(4, '').sharingProblem).toMatch(/COOP and COEP/);
    } finally {
      scope.SharedArrayBuffer = real;
      delete scope.crossOriginIsolated;
    }
  });
});
