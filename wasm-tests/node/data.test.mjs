import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { builds, loadBuild, readMnist, refusal } from './engine.mjs';
import { fixtureBytes } from './places.mjs';

const bigEndian = (...numbers) =>
  numbers.flatMap((n) => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);
const images = (count, pixel = 7, size = 28) =>
  Uint8Array.from([
    ...bigEndian(2051, count, size, size),
    ...Array(count * size * size).fill(pixel),
  ]);
const labels = (...values) => Uint8Array.from([...bigEndian(2049, values.length), ...values]);

for (const build of builds) {
  describe(`data files, ${build}`, async () => {
    const engine = await loadBuild(build);

    function read(parts) {
      const reader = new engine.ImageSetReader(8, parts.imagesHash ?? '', '');
      try {
        if (parts.labels) {
          reader.feedLabels('b.gz', parts.labels);
          reader.finishLabels();
        }
        if (parts.images) {
          for (const byte of parts.pieces ?? [parts.images]) reader.feedImages('a.gz', byte);
          reader.finishImages();
        }
        return reader.set();
      } finally {
        reader.delete();
      }
    }

    it('reads images and labels, in any order and in pieces of any size', () => {
      const file = images(3, 200);
      const reader = new engine.ImageSetReader(8, '', '');
      for (const byte of file) reader.feedImages('a', Uint8Array.of(byte));
      reader.finishImages();
      const set = reader.set();
      assert.equal(set.available(), 0);
      reader.feedLabels('b', labels(4, 5, 6));
      reader.finishLabels();
      reader.delete();
      assert.deepEqual([set.count(), set.available(), set.imageSize()], [3, 3, 8]);
      assert.equal(set.label(2), 6);
      assert.deepEqual(set.image(1), new Uint8Array(64).fill(200));
      set.delete();
    });

    it('hands out arrays that are JavaScript’s own', () => {
      const set = read({ images: images(1), labels: labels(0) });
      assert.ok(set.image(0).buffer instanceof ArrayBuffer);
      assert.equal(set.image(0).buffer.byteLength, 64);
      set.delete();
    });

    for (const [what, parts, message] of [
      ['an empty file', { images: new Uint8Array() }, /\[(a\.gz|images)\] size: .*found an empty/],
      ['a truncated header', { images: images(1).slice(0, 9) }, /\[a\.gz\] header: expected 16/],
      ['a truncated file', { images: images(2).slice(0, -1) }, /\[a\.gz\] size: expected 1584 /],
      ['an oversized file', { images: Uint8Array.from([...images(1), 0]) }, /size: .*found more/],
      ['a wrong magic number', { images: labels(1) }, /\[a\.gz\] magic number: .*2049 \(labels\)/],
      ['no IDX file', { labels: Uint8Array.of(80, 75, 3, 4) }, /\[b\.gz\] magic number: .*ZIP/],
      [
        'a label above 9',
        { labels: labels(1, 10) },
        /\[b\.gz\] label 1: expected 0 to 9, found 10/,
      ],
      ['other counts', { labels: labels(1), images: images(2) }, /count: expected 1 as in b\.gz/],
      [
        'a wrong hash',
        { images: images(1), imagesHash: '0'.repeat(64) },
        /SHA-256: expected 0{64}/,
      ],
    ]) {
      it(`refuses ${what}`, () => {
        assert.match(
          refusal(engine, () => read(parts)),
          message,
        );
      });
    }

    it('stops a file that is more than its header promised at the first piece too many', () => {
      const reader = new engine.ImageSetReader(8, '', '');
      reader.feedImages('bomb.gz', images(1));
      assert.match(
        refusal(engine, () => reader.feedImages('bomb.gz', Uint8Array.of(0))),
        /\[bomb\.gz\] size: expected 800 bytes as its header says, found more/,
      );
      reader.delete();
    });

    it('resizes all 70,000 images to the bytes of torchvision’s Resize((8, 8))', () => {
      const sets = readMnist(engine, 8);
      for (const [i, split] of ['train', 'test'].entries()) {
        const hash = createHash('sha256');
        for (let image = 0; image < sets[i].count(); image += 1) hash.update(sets[i].image(image));
        const expected = fixtureBytes('resize', `sha256/${split}_8x8`);
        assert.equal(hash.digest('hex'), Buffer.from(expected).toString('hex'));
        sets[i].delete();
      }
    });

    it('tells images from labels by their first four bytes', () => {
      assert.equal(engine.idxKind('a', images(1).slice(0, 4)), 'images');
      assert.equal(engine.idxKind('b', labels(1).slice(0, 4)), 'labels');
      assert.match(
        refusal(engine, () => engine.idxKind('c.png', Uint8Array.of(0x89, 80, 78, 71))),
        /\[c\.png\] magic number: expected 2051 \(images\) or 2049 \(labels\), found a PNG/,
      );
    });

    it('draws strokes as an image of 28×28 and resizes it', () => {
      const stroke = Float32Array.of(0.5, 0.2, 0.5, 0.5, 0.8, 0.5);
      const image = engine.rasterize(stroke, Uint32Array.of(2), true);
      assert.equal(image.length, 784);
      assert.equal(Math.max(...image), 255);
      const nothing = engine.rasterize(new Float32Array(), new Uint32Array(), true);
      assert.deepEqual(nothing, new Uint8Array(784));
      const small = engine.resizeImage(image, 8);
      assert.equal(small.length, 64);
      assert.ok(small.some((pixel) => pixel > 0));
    });
  });
}
