import { describe, expect, it } from 'vitest';
import { GradletError } from './errors';
import { loadEngine } from './load-engine';
import { selectEngine } from './select-engine';

/** Glue that says what it was made with, or fails. */
function glue(body: string): string {
  return `data:text/javascript,${encodeURIComponent(`export default async (options) => { ${body} }`)}`;
}

const pool = glue('return { memoryBytes: () => options.pthreadPoolSize };');
const broken = glue('throw new Error("no room for shared memory");');

function choose(urls: { simd: string; threads: string }, threads: number) {
  const features = { simd: true, sharingProblem: '', processors: threads, origin: 'data:' };
  return selectEngine(urls, features, threads);
}

describe('loadEngine', () => {
  it('makes one thread less than are to work, since the caller is one', async () => {
    const urls = { simd: broken, threads: pool };
    const { engine, choice } = await loadEngine(choose(urls, 3), urls);
    expect(engine.memoryBytes()).toBe(2);
    expect(choice).toMatchObject({ build: 'threads', maxThreads: 3, threadsReason: '' });
  });

  it('takes the build of one thread, with the reason, where threads do not start', async () => {
    const urls = { simd: pool, threads: broken };
    const { engine, choice } = await loadEngine(choose(urls, 3), urls);
    expect(engine.memoryBytes()).toBe(0);
    expect(choice).toMatchObject({ build: 'simd', maxThreads: 1 });
    expect(choice.threadsReason).toMatch(/threads did not start: .*no room for shared memory/);
  });

  it('rejects in words where neither can be loaded', async () => {
    const urls = { simd: broken, threads: broken };
    const loading = loadEngine(choose(urls, 1), urls);
    await expect(loading).rejects.toThrow(GradletError);
    await expect(loading).rejects.toThrow(/could not be loaded from data:.*no room/);
  });
});
