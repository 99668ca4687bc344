import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { builds, evaluate, loadBuild, readMnist, refusal, tutorial } from './engine.mjs';
import { traces } from './places.mjs';

/** The most that a tab may use, with evaluations and predictions. */
const mostMemory = 200e6;

for (const build of builds) {
  describe(`sessions, ${build}`, async () => {
    const threads = build === 'threads' ? 2 : 1;
    const engine = await loadBuild(build, threads);
    const [training, validation] = readMnist(engine, 8);

    function begun(changes = {}) {
      const session = new engine.Session({ ...tutorial, threads, ...changes });
      session.setData(training, validation);
      return session;
    }

    it('keeps its memory from step 20 on, with evaluations and predictions in between', () => {
      const session = begun();
      assert.equal(session.totalSteps(), 118);
      const memory = [];
      while (!session.finished()) {
        session.advance(1e9, 1);
        session.predict(validation.image(session.step()));
        if (session.step() % 10 === 0) evaluate(session, 10000);
        session.fingerprint();
        memory[session.step()] = engine.memoryBytes();
      }
      session.save();
      evaluate(session, 10000);
      assert.ok(engine.memoryBytes() <= mostMemory, `${engine.memoryBytes()} bytes`);
      assert.deepEqual([...new Set([...memory.slice(20), engine.memoryBytes()])], [memory[20]]);
      session.delete();
    });

    it('gives its memory back to the next session', () => {
      begun().delete();
      const before = engine.memoryBytes();
      for (let i = 0; i < 20; i += 1) {
        const session = begun();
        session.advance(1e9, 2);
        session.delete();
      }
      assert.equal(engine.memoryBytes(), before);
    });

    it('has the same bits however it is sliced, and whatever happens in between', () => {
      const plain = begun({ limit: 4096 });
      plain.advance(1e9, 8);
      const sliced = begun({ limit: 4096 });
      while (sliced.step() < 8) {
        sliced.advance(0, 8);
        sliced.predict(validation.image(3));
        sliced.beginEvaluation(0);
        sliced.evaluate(0);
      }
      assert.equal(sliced.fingerprint(), plain.fingerprint());
      plain.delete();
      sliced.delete();
    });

    it('sums its probabilities to 1, and changes nothing by answering', () => {
      const session = begun();
      const before = session.fingerprint();
      const probabilities = session.predict(validation.image(0));
      assert.ok(probabilities instanceof Float32Array);
      const sum = probabilities.reduce((total, p) => total + p, 0);
      // Ten roundings of numbers below 1.
      assert.ok(Math.abs(sum - 1) < 10 * 2 ** -24, `sum ${sum}`);
      assert.equal(session.fingerprint(), before);
      session.delete();
    });

    it('saves PyTorch’s names and shapes, of PyTorch’s initial weights', async () => {
      const session = begun();
      const file = session.save();
      const length = Number(new DataView(file.buffer).getBigUint64(0, true));
      const header = JSON.parse(Buffer.from(file.slice(8, 8 + length)).toString());
      const shapes = Object.fromEntries(
        Object.entries(header)
          .filter(([name]) => name !== '__metadata__')
          .map(([name, { dtype, shape }]) => [name, `${dtype} ${shape.join('×')}`]),
      );
      assert.deepEqual(shapes, {
        'conv1.weight': 'F32 32×1×3×3',
        'conv1.bias': 'F32 32',
        'conv2.weight': 'F32 64×32×3×3',
        'conv2.bias': 'F32 64',
        'fc.weight': 'F32 10×1024',
        'fc.bias': 'F32 10',
      });
      assert.equal(session.fingerprint(), traces.tutorial['0'].initial_sha256);
      session.delete();
    });

    it('stops at a loss that is no number, and keeps what it had', () => {
      const session = begun({ optimizer: 'sgd', learningRate: 1000 });
      let slice;
      do slice = session.advance(1e9, 118);
      while (slice.reason === 'time' || slice.reason === 'steps');
      assert.equal(slice.reason, 'diverged');
      // The last loss is that of the step that was not made.
      assert.ok(!Number.isFinite(slice.losses.at(-1)));
      assert.ok(slice.losses.slice(0, -1).every(Number.isFinite));
      assert.equal(session.step(), slice.losses.length - 1);
      const probabilities = session.predict(validation.image(0));
      assert.ok(probabilities.every(Number.isFinite));
      session.delete();
    });

    for (const [what, changes, message] of [
      ['no optimizer', { optimizer: 'lion' }, /lion/],
      ['no batch', { batchSize: 0 }, /batch/],
      ['a negative limit', { limit: -1 }, /limit/],
      ['no thread', { threads: 0 }, /thread/],
      ['no seed', { seed: 'zero' }, /\[seed\] expected a whole number, found 'zero'/],
    ]) {
      it(`refuses ${what}`, () => {
        assert.match(
          refusal(engine, () => new engine.Session({ ...tutorial, ...changes })),
          message,
        );
      });
    }
  });
}
