/**
 * node scripts/build.d/trained_network.mjs
 *
 * Makes the trained network that the page offers: build/public/trained/tutorial-tuned.safetensors, the
 * parameters after the tuned run, with their fingerprint and the accuracy that the run measured in the
 * file's metadata. Takes some 15 seconds, so it is made only where there is none, or where the engine
 * computes other numbers than that which made it. Whether it does, a short run tells, of a few seconds;
 * and that is made only after the engine or the command line has changed.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const build = join(import.meta.dirname, '..', '..', 'build');
const folder = join(build, 'public', 'trained');
const network = join(folder, 'tutorial-tuned.safetensors');
/** What the network was last made by, or found to be as good as made by. */
const stamp = join(build, 'trained-network.json');
const makers = [
  'cli/train.mjs',
  'public/engine/gradlet-simd.wasm',
  'public/engine/gradlet-threads.wasm',
];
const data = join(build, 'public', 'mnist', 'train-images-idx3-ubyte.gz');

const tunedRun = ['--epochs', '10', '--gamma', '0.7'];
/** Whole batches and a smaller one, two epochs at different learning rates. */
const shortRun = ['--epochs', '2', '--gamma', '0.7', '--limit', '1300'];

const work = mkdtempSync(join(build, 'trained-network-'));
try {
  main();
} finally {
  rmSync(work, { recursive: true });
}

function main() {
  if (!existsSync(data)) {
    say('there is no MNIST in assets/mnist; the page will have no trained network');
    return;
  }
  const made = existsSync(network) && existsSync(stamp) ? JSON.parse(readFileSync(stamp)) : {};
  const by = createHash('sha256');
  for (const file of makers) by.update(readFileSync(join(build, file)));
  const engine = by.digest('hex');
  if (made.engine === engine) return;
  const numbers = train(shortRun)
    .fingerprints.map(({ sha256 }) => sha256)
    .join(' ');
  if (made.numbers !== numbers) makeNetwork();
  writeFileSync(stamp, `${JSON.stringify({ engine, numbers }, null, 1)}\n`);
}

function makeNetwork() {
  say('training the network that the page offers …');
  const parameters = join(work, 'parameters.safetensors');
  const { epochs, fingerprints } = train([...tunedRun, '--save', parameters]);
  const described = withMetadata(readFileSync(parameters), {
    fingerprint: fingerprints.at(-1).sha256,
    accuracy: String(epochs.at(-1).val_accuracy),
    // MNIST's validation images.
    images: '10000',
    made_by: `scripts/train ${tunedRun.join(' ')}`,
  });
  mkdirSync(folder, { recursive: true });
  const whole = join(work, 'network.safetensors');
  writeFileSync(whole, described);
  renameSync(whole, network);
}

/** Trains with the built command line; gives what it measured. */
function train(options) {
  const json = join(work, 'results.json');
  const threads = ['--threads', String(Math.min(16, availableParallelism()))];
  const words = [join(build, 'cli', 'train.mjs'), ...threads, ...options, '--json', json];
  execFileSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  return JSON.parse(readFileSync(json));
}

/**
 * A safetensors file with this metadata beside its own: length of the header, header as JSON, tensors.
 * https://huggingface.co/docs/safetensors/index#format
 */
function withMetadata(file, metadata) {
  const start = 8 + Number(file.readBigUInt64LE());
  const { __metadata__: own, ...tensors } = JSON.parse(file.subarray(8, start).toString());
  const header = JSON.stringify({ __metadata__: { ...own, ...metadata }, ...tensors });
  // The tensors begin at a multiple of 8.
  const padded = Buffer.from(header.padEnd(Math.ceil(Buffer.byteLength(header) / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, file.subarray(start)]);
}

function say(message) {
  process.stdout.write(`build: ${message}\n`);
}
