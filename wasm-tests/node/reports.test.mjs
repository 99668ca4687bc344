// What a session tells about its model and its run, as JavaScript reads it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { builds, evaluate, loadBuild, refusal, tutorial } from './engine.mjs';

const bigEndian = (...numbers) =>
  numbers.flatMap((n) => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]);

/** Images whose class is told by which of their rows is bright. */
function stripes(engine, count, size) {
  const labels = Array.from({ length: count }, (_, i) => i % 8);
  const pixels = labels.flatMap((label) =>
    Array.from({ length: size * size }, (_, i) =>
      Math.floor((Math.floor(i / size) * 8) / size) === label ? 255 : 0,
    ),
  );
  const reader = new engine.ImageSetReader(size, '', '');
  reader.feedLabels('labels', Uint8Array.from([...bigEndian(2049, count), ...labels]));
  reader.feedImages('images', Uint8Array.from([...bigEndian(2051, count, size, size), ...pixels]));
  const set = reader.set();
  reader.delete();
  return set;
}

for (const build of builds) {
  describe(`reports, ${build}`, async () => {
    const engine = await loadBuild(build);

    function begun(changes = {}, count = 100) {
      const session = new engine.Session({ ...tutorial, batchSize: 50, ...changes });
      const images = stripes(engine, count, session.inputSize());
      session.setData(images, images);
      return { session, images };
    }

    it('describes each network', () => {
      const sizes = { tutorial: 8, 'mnist-example': 28, perceptron: 28, linear: 28 };
      for (const [preset, size] of Object.entries(sizes)) {
        const session = new engine.Session({ ...tutorial, preset });
        assert.equal(session.inputSize(), size);
        assert.deepEqual(session.classNames(), [...'0123456789']);
        const layers = session.summary();
        assert.deepEqual(layers.at(-1).output, [10]);
        session.delete();
      }
      const session = new engine.Session(tutorial);
      assert.deepEqual(session.summary(), [
        {
          name: 'conv1',
          kind: 'Conv2d',
          options: '1, 32, kernel_size=(3, 3), stride=(1, 1)',
          output: [32, 6, 6],
          parameters: [
            { name: 'weight', shape: [32, 1, 3, 3] },
            { name: 'bias', shape: [32] },
          ],
        },
        {
          name: 'conv2',
          kind: 'Conv2d',
          options: '32, 64, kernel_size=(3, 3), stride=(1, 1)',
          output: [64, 4, 4],
          parameters: [
            { name: 'weight', shape: [64, 32, 3, 3] },
            { name: 'bias', shape: [64] },
          ],
        },
        {
          name: 'fc',
          kind: 'Linear',
          options: 'in_features=1024, out_features=10, bias=True',
          output: [10],
          parameters: [
            { name: 'weight', shape: [10, 1024] },
            { name: 'bias', shape: [10] },
          ],
        },
      ]);
      session.delete();
    });

    it('tells what an evaluation got wrong', () => {
      const { session, images } = begun();
      session.beginEvaluation(5);
      const { done, seen, correct } = session.evaluate(1e9);
      assert.deepEqual([done, seen], [true, 100]);
      const { indices, labels, read, probabilities } = session.misread();
      assert.equal(indices.length, 5);
      assert.equal(probabilities.length, 50);
      indices.forEach((index, i) => {
        assert.equal(labels[i], images.label(index));
        assert.notEqual(read[i], labels[i]);
        const own = [...probabilities.subarray(10 * i, 10 * i + 10)];
        assert.equal(own.indexOf(Math.max(...own)), read[i]);
      });
      const confusion = session.confusion();
      assert.ok(confusion instanceof Uint32Array);
      assert.equal(
        confusion.reduce((sum, n) => sum + n),
        100,
      );
      assert.equal(
        confusion.filter((_, i) => i % 11 === 0).reduce((sum, n) => sum + n),
        correct,
      );
      session.delete();
    });

    it('says where a run diverged, and goes on from its last good state', () => {
      const { session } = begun({ epochs: 20, optimizer: 'sgd', learningRate: 0.01 });
      assert.equal(session.divergence(), null);
      assert.equal(session.lastGood(), null);
      assert.match(
        refusal(engine, () => session.restoreLastGood()),
        /expected a run that has diverged/,
      );
      session.advance(1e9, 2);
      session.setLearningRate(1e30);
      assert.deepEqual(session.learningRateChanges(), [{ step: 2, learningRate: 1e30 }]);
      let reason;
      do ({ reason } = session.advance(1e9, 100));
      while (reason !== 'diverged');
      const { step, loss, place, name } = session.divergence();
      assert.equal(step, session.step() + 1);
      assert.ok(!Number.isFinite(loss));
      assert.equal(place, 'output');
      assert.match(name, /^(conv1|conv2|fc|)$/);
      const good = session.lastGood();
      assert.deepEqual(good, { step: 2, learningRate: 5e29 });
      session.restoreLastGood();
      assert.equal(session.step(), 2);
      assert.equal(session.divergence(), null);
      session.setLearningRate(0.005);
      assert.deepEqual(session.learningRateChanges(), [{ step: 2, learningRate: 0.005 }]);
      while (!session.finished()) assert.notEqual(session.advance(1e9, 100).reason, 'diverged');
      session.delete();
    });

    it('loads what another session saved', () => {
      const { session } = begun({ epochs: 8 });
      while (!session.finished()) session.advance(1e9, 100);
      const file = session.save();
      const { session: other, images } = begun({ seed: '7' });
      other.load('weights.safetensors', file);
      assert.equal(other.fingerprint(), session.fingerprint());
      assert.deepEqual(other.predict(images.image(3)), session.predict(images.image(3)));
      assert.equal(evaluate(other, 100), evaluate(session, 100));
      for (const [bytes, message] of [
        [file.slice(0, 100), /^\[weights\.safetensors\] header length: expected at most/],
        [new Uint8Array(), /^\[weights\.safetensors\] expected a safetensors file, found 0 bytes$/],
      ]) {
        assert.match(
          refusal(engine, () => other.load('weights.safetensors', bytes)),
          message,
        );
      }
      const linear = new engine.Session({ ...tutorial, preset: 'linear' });
      assert.match(
        refusal(engine, () => linear.load('weights.safetensors', file)),
        /^\[weights\.safetensors\] names: expected .* missing none; unexpected conv1\.weight, conv1\.bias/,
      );
      for (const one of [session, other, linear]) one.delete();
    });

    it('reads images of any size', () => {
      const { session } = begun();
      const image = new Uint8Array(784).fill(200);
      assert.deepEqual(session.predict(image), session.predict(engine.resizeImage(image, 8)));
      assert.match(
        refusal(engine, () => session.predict(new Uint8Array(3))),
        /expected a square image, found 3 bytes/,
      );
      session.delete();
    });

    it('refuses a network that it does not know', () => {
      assert.match(
        refusal(engine, () => new engine.Session({ ...tutorial, preset: 'resnet' })),
        /^\[preset\] expected one of tutorial, mnist-example, perceptron, linear, found 'resnet'$/,
      );
    });
  });
}
