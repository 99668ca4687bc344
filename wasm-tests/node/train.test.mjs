import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { command, traces } from './places.mjs';

const folder = mkdtempSync(join(tmpdir(), 'gradlet-'));
after(() => rmSync(folder, { recursive: true }));

/** Runs scripts/train's program; never rejects for an exit code. */
function train(...options) {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...options], (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}

let files = 0;

/** Runs it with --json; returns what was written, and the output. */
async function trained(...options) {
  const file = join(folder, `${(files += 1)}.json`);
  const { code, stdout, stderr } = await train(...options, '--json', file);
  assert.equal(code, 0, stderr);
  return { stdout, ...JSON.parse(readFileSync(file, 'utf8')) };
}

describe('scripts/train', () => {
  const reference = traces.tutorial['0'];
  let first;

  it('writes the tutorial’s first run', async () => {
    first = await trained('--threads', '1');
    assert.deepEqual(first.options, {
      preset: 'tutorial',
      seed: 0,
      epochs: 1,
      batch_size: 512,
      lr: 1,
      optimizer: 'adadelta',
      gamma: 1,
      shuffle: false,
      precise: false,
      limit: 0,
      threads: 1,
    });
    assert.deepEqual(
      first.steps.map(({ step }) => step),
      Array.from({ length: 118 }, (_, i) => i + 1),
    );
    assert.deepEqual(
      first.fingerprints.map(({ step }) => step),
      [1, 10, 118],
    );
    const [epoch] = first.epochs;
    assert.ok(epoch.seconds > 0);
    assert.ok(first.memory > 0 && first.memory <= 200e6);
    assert.equal(first.trouble, null);
  });

  it('prints two decimals of each loss, and what is read right in the end', () => {
    const lines = first.stdout.trimEnd().split('\n');
    const printed = lines
      .filter((line) => line.startsWith('step '))
      .flatMap((line) => line.split(/\s+/).slice(2));
    assert.deepEqual(
      printed,
      first.steps.map(({ loss }) => loss.toFixed(2)),
    );
    assert.equal(lines.at(-1), `${(100 * first.epochs[0].val_accuracy).toFixed(2)}% correct`);
  });

  // Rounding grows as training goes on: by as much as PyTorch's own losses in float32 part from those
  // in double, the two from the same parameters (`drift`), any other order of sums may part too.
  for (const [options, mostDrifts] of [
    [[], 10],
    [['--precise'], 4],
  ]) {
    it(`has PyTorch’s curve for each seed of the fixtures, ${options.join() || 'default'}`, async () => {
      const printed = [];
      for (const [seed, { losses, losses_double, after }] of Object.entries(traces.tutorial)) {
        const { steps, epochs } = await trained('--seed', seed, '--threads', '1', ...options);
        const differences = steps.map(({ loss }, i) => Math.abs(loss - losses[i]));
        const drift = Math.max(...losses_double.map((loss, i) => Math.abs(loss - losses[i])));
        const what = `seed ${seed}, drift ${drift}: ${differences.join(' ')}`;
        assert.equal(differences.length, losses.length);
        // With these seeds rounding has not grown yet: 3e-7.
        assert.ok(Math.max(...differences.slice(0, 8)) <= 1e-5, what);
        assert.ok(Math.max(...differences) <= mostDrifts * drift, what);
        // A loss near the middle of two hundredths is printed as either: one to three of 118 are.
        printed.push(
          steps.filter(({ loss }, i) => loss.toFixed(2) === losses[i].toFixed(2)).length,
        );
        // Half a point is 50 of the 10,000 digits; rounding turns some five.
        assert.ok(Math.abs(epochs[0].val_accuracy - after.val_accuracy) <= 0.005, what);
      }
      // Of three seeds.
      const median = printed.sort((a, b) => a - b)[1];
      assert.ok(median >= 115, `as printed: ${printed.join()}`);
    });
  }

  it('has PyTorch’s hello world', async () => {
    for (const seed of ['0', '42']) {
      const { hello, stdout } = await trained('--hello', '--epochs', '0', '--seed', seed);
      const expected = traces.hello[seed];
      assert.equal(hello.losses.length, 10);
      hello.losses.forEach((loss, i) => {
        // Single precision, ten steps.
        const most = 1e-6 * Math.max(1, expected.losses[i]);
        assert.ok(Math.abs(loss - expected.losses[i]) <= most, `loss ${i}: ${loss}`);
      });
      assert.match(stdout, /hello world, x = /);
    }
  });

  it('has all options do what they say', async () => {
    const limit = ['--limit', '1000', '--batch-size', '100', '--threads', '1'];
    const plain = await trained(...limit);
    assert.equal(plain.steps.length, 10);
    for (const options of [
      ['--shuffle'],
      ['--precise'],
      ['--lr', '0.5'],
      ['--optimizer', 'adam', '--lr', '0.01'],
      ['--seed', '-1'],
    ]) {
      const other = await trained(...limit, ...options);
      assert.equal(other.steps.length, 10);
      assert.notDeepEqual(other.steps, plain.steps, options.join(' '));
    }
    const long = await trained(...limit, '--epochs', '2', '--gamma', '0.5');
    assert.deepEqual(long.steps.slice(0, 10), plain.steps);
    assert.deepEqual(
      long.epochs.map(({ epoch }) => epoch),
      [1, 2],
    );
  });

  it('writes the parameters that it reached', async () => {
    const file = join(folder, 'initial.safetensors');
    const { steps, fingerprints } = await trained('--epochs', '0', '--save', file);
    assert.deepEqual(steps, []);
    assert.deepEqual(fingerprints, [{ step: 0, sha256: reference.initial_sha256 }]);
    assert.match(readFileSync(file, 'latin1').slice(8, 1000), /"conv1\.weight":\{/);
    assert.ok(statSync(file).size > 4 * 29_000);
  });

  for (const options of [
    ['--batch-size', '0'],
    ['--lr', 'nan'],
    ['--epochs', '-1'],
    ['--optimizer', 'lion'],
    ['--threads', '0'],
    ['--unknown'],
    ['--seed'],
    ['--json', join(folder, 'no', 'such', 'folder.json')],
    ['--save', folder],
    ['stray'],
  ]) {
    it(`refuses ${options.join(' ').replace(folder, '…')} in one line`, async () => {
      const { code, stdout, stderr } = await train(...options);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^train: [^\n]+\n$/);
    });
  }

  it('documents itself', async () => {
    const { code, stdout } = await train('--help');
    assert.equal(code, 0);
    assert.match(stdout, /--batch-size N/);
    assert.match(stdout, /val_accuracy/);
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    it(`ends cleanly at ${signal} with what was reached`, async () => {
      const file = join(folder, `${signal}.json`);
      const child = spawn(process.execPath, [
        ...[command, '--epochs', '1000', '--limit', '2048', '--json', file],
      ]);
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        if (!stdout.includes('epoch 2:') && (stdout + text).includes('epoch 2:'))
          child.kill(signal);
        stdout += text;
      });
      assert.equal(await new Promise((resolve) => child.on('exit', resolve)), code);
      assert.match(stdout, /\n\d+\.\d\d% correct\n$/);
      const { steps, epochs, fingerprints, trouble } = JSON.parse(readFileSync(file, 'utf8'));
      assert.equal(trouble, 'interrupted');
      assert.ok(epochs.length >= 2);
      assert.deepEqual(
        steps.map(({ step }) => step),
        steps.map((_, i) => i + 1),
      );
      assert.equal(fingerprints.at(-1).step, steps.length);
    });
  }

  it('minds no reader that has had enough', async () => {
    const child = spawn(process.execPath, [command, '--limit', '2048', '--batch-size', '16']);
    let stderr = '';
    child.stderr.on('data', (text) => (stderr += text));
    child.stdout.once('data', () => child.stdout.destroy());
    await new Promise((resolve) => child.on('exit', resolve));
    assert.equal(stderr, '');
  });
});
