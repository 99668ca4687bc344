import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { builds, evaluate, loadBuild, readMnist, tutorial } from './engine.mjs';
import { trainedNetwork } from './places.mjs';

const file = new Uint8Array(readFileSync(trainedNetwork));
const headerLength = Number(new DataView(file.buffer).getBigUint64(0, true));
const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength)));
const told = header.__metadata__;

describe('the trained network that the page offers', async () => {
  it('is small, and tells how it was made', () => {
    assert.ok(file.length < 120_000, `${file.length} bytes`);
    assert.equal(told.made_by, 'scripts/train --epochs 10 --gamma 0.7');
    assert.equal(told.images, '10000');
  });

  for (const build of builds) {
    it(`is what it tells of itself, ${build}`, async () => {
      const engine = await loadBuild(build, 1);
      const session = new engine.Session(tutorial);
      session.load('trained network', file);
      assert.equal(session.fingerprint(), told.fingerprint);
      session.setData(...readMnist(engine, session.inputSize()));
      assert.equal(evaluate(session, 10_000), Number(told.accuracy));
      // PyTorch's run of the same ten epochs reads 97.12 % right.
      assert.ok(Number(told.accuracy) > 0.97, told.accuracy);
      session.delete();
    });
  }
});
