import { afterEach, describe, expect, it, vi } from 'vitest';
import { mnistNames } from '../engine/mnist';
import { fileOrigin, serverOrigin } from './origins';

const { signal } = new AbortController();

function answer(init: ResponseInit) {
  const fetched = vi.fn((url: string) => Promise.resolve(new Response(url, init)));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('serverOrigin', () => {
  it('asks for the four files of the folder, labels first', async () => {
    const fetched = answer({ headers: { 'Content-Length': '4' } });
    const files = await serverOrigin('https://a.example/mnist/').open(signal);
    expect(fetched.mock.calls.map(([url]) => url)).toEqual(
      (['trainingLabels', 'validationLabels', 'trainingImages', 'validationImages'] as const).map(
        (role) => `https://a.example/mnist/${mnistNames[role]}`,
      ),
    );
    for (const [role, file] of Object.entries(files)) {
      expect(file.name).toBe(mnistNames[role as keyof typeof mnistNames]);
    }
  });
});

describe('fileOrigin', () => {
  it('names its files, and compares no hashes', () => {
    const origin = fileOrigin([new File(['1'], 'a'), new File(['2'], 'b.gz')], () => 'images');
    expect(origin.source).toBe('a, b.gz');
    expect(origin.hashes).toBeUndefined();
  });

  it('can be opened again', async () => {
    const names = ['train-i', 'train-l', 't10k-i', 't10k-l'];
    const kinds = new Map(names.map((name) => [name, name.endsWith('i') ? 'images' : 'labels']));
    const files = names.map((name) => new File([`${name}: more than four bytes`], name));
    const origin = fileOrigin(files, (name) => kinds.get(name) ?? '');
    expect(origin.lasting).toBe(true);
    for (let time = 0; time < 2; time += 1) {
      const { validationLabels } = await origin.open(signal);
      const bytes = await new Response(await validationLabels.open()).text();
      expect(bytes).toBe('t10k-l: more than four bytes');
    }
  });
});
