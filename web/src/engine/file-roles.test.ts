import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findRoles, splitOf } from './file-roles';
import { bytesFile } from './mnist-files.fake';

const imagesStart = [0, 0, 8, 3, 0, 0, 0, 1];
const labelsStart = [0, 0, 8, 1, 0, 0, 0, 1];

function idxKind(name: string, start: Uint8Array): string {
  if (start.length < 4) throw new Error(`[${name}] header: found ${start.length}`);
  if (start[2] !== 8) throw new Error(`[${name}] magic number: found another`);
  return start[3] === 3 ? 'images' : 'labels';
}

describe('splitOf', () => {
  it.each([
    ['train-images-idx3-ubyte.gz', 'training'],
    ['my/Train.labels', 'training'],
    ['t10k-labels-idx1-ubyte', 'validation'],
    ['TEST_images.gz', 'validation'],
  ])('%s is of %s', (name, split) => {
    expect(splitOf(name)).toBe(split);
  });

  it.each(['digits.gz', 'train-and-test.gz'])('refuses %s, which does not say it', (name) => {
    expect(() => splitOf(name)).toThrow(`[${name}] name: expected`);
  });
});

describe('findRoles', () => {
  const files = [
    bytesFile('t10k-b', labelsStart, 3),
    bytesFile('train-x', imagesStart, 1),
    bytesFile('test-a.gz', [...gzipSync(Uint8Array.from(imagesStart))], 5),
    bytesFile('train-y.gz', [...gzipSync(Uint8Array.from(labelsStart))]),
  ];

  it('goes by content and name, in any order, gzipped or not', async () => {
    const roles = await findRoles(files, idxKind);
    expect(Object.entries(roles).map(([role, { name }]) => [role, name])).toEqual(
      expect.arrayContaining([
        ['trainingImages', 'train-x'],
        ['trainingLabels', 'train-y.gz'],
        ['validationImages', 'test-a.gz'],
        ['validationLabels', 't10k-b'],
      ]),
    );
  });

  it('refuses more and fewer than four files, with their names', async () => {
    await expect(findRoles(files.slice(1), idxKind)).rejects.toThrow(
      '[files] expected MNIST’s four, found 3: train-x, test-a.gz, train-y.gz',
    );
    await expect(findRoles([...files, ...files], idxKind)).rejects.toThrow(/found 8/);
  });

  it('refuses two files of one kind, with both names', async () => {
    const twice = [...files.slice(0, 3), bytesFile('train-z', imagesStart)];
    await expect(findRoles(twice, idxKind)).rejects.toThrow(
      '[train-z] expected one file of training images, found train-x as well',
    );
  });

  it('passes on what the engine says of a file that is no IDX, or empty', async () => {
    const foreign = [...files.slice(0, 3), bytesFile('train-z', [80, 75, 3, 4, 1])];
    await expect(findRoles(foreign, idxKind)).rejects.toThrow('[train-z] magic number');
    const empty = [...files.slice(0, 3), bytesFile('train-z', [])];
    await expect(findRoles(empty, idxKind)).rejects.toThrow('[train-z] header: found 0');
  });
});
