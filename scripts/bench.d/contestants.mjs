// Every contestant that trains a network, by what it runs in.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runJson } from './child.mjs';
import { inPage } from './chromium.mjs';
import { places } from './places.mjs';

const python = '/usr/bin/python3';

/**
 * gradlet in Chromium, in a worker: runs that take turns. `options` of each: `settings` of the run that
 * differ from the defaults, `pool`, how many threads its engine is made for, and `inference`, how often
 * reading is timed.
 *
 * @param {object[]} options
 * @returns {Promise<object[]>}  what was measured of each
 */
export async function gradletInChromium(options, plan) {
  return refuseError(await inPage({ isolated: true }, 'contest', 'gradlet', options, plan));
}

/** gradlet's WebAssembly under Node; the same options. */
export async function gradletInNode(options, plan) {
  const { engines, mnist } = places;
  const request = JSON.stringify({ engines, mnist, options, plan });
  return (await runJson(process.execPath, [join(places.node, 'gradlet.mjs'), request])).output;
}

/** gradlet compiled for this machine; whole epochs, of `limit` images each. */
export async function gradletNative(threads, { repetitions }, limit) {
  const { output, memory } = await runJson(join(places.nativePrograms, 'gradlet_train'), [
    ...['--epochs', String(repetitions + 1), '--threads', String(threads)],
    ...['--limit', String(limit)],
  ]);
  const { steps, epochs } = output;
  const count = steps.length / epochs.length;
  const [first, ...rounds] = epochs.map(({ seconds }) => ({
    images: limit || 60_000,
    steps: count,
    seconds,
  }));
  const losses = steps.map(({ loss }) => loss);
  return {
    first,
    rounds,
    losses: {
      first: losses[0],
      last: losses.at(-1),
      least: Math.min(...losses.slice(1)),
      steps: losses.length,
    },
    memory,
  };
}

/** The tutorial's network at any image size, as WebAssembly under Node, with one thread. */
export async function gradletSized(size, batchSize, plan) {
  const request = { module: join(places.wasmPrograms, 'sized_steps.mjs'), mnist: places.mnist };
  const program = join(places.contest, 'sized.mjs');
  const words = JSON.stringify({ ...request, size, batchSize, plan });
  return (await runJson(process.execPath, [program, words])).output;
}

/** PyTorch of the system's Python. `options` as in contest/pytorch.py. */
export async function pytorch(options, plan) {
  const request = { data: places.data, options, plan };
  const program = join(places.contest, 'pytorch.py');
  const { output, memory } = await runJson(python, [program, JSON.stringify(request)]);
  return { ...output, memory };
}

/** Why PyTorch cannot take part; null if it can. */
export async function pytorchMissing() {
  try {
    await runJson(python, ['-c', 'import torch, numpy; print(1)']);
    return null;
  } catch {
    return 'python3-torch is not installed';
  }
}

/** A peer from npm, in a worker in Chromium, on the tutorial's network. */
export async function peer(name, options, plan) {
  const whole = { batchSize: 512, size: 8, threads: 1, ...options };
  // A page that is not isolated has no memory to share, so that what uses threads by itself has one.
  const isolated = whole.threads > 1;
  const [measured] = refuseError(await inPage({ isolated }, 'contest', name, [whole], plan));
  return measured;
}

/** The npm packages of each peer; the first one's version is the peer's. */
const packages = {
  tfjs: ['core', 'layers', 'backend-cpu', 'backend-wasm'].map((part) => `@tensorflow/tfjs-${part}`),
  jax: ['@jax-js/jax'],
  convnetjs: ['convnetjs'],
};

const manifest = (name) => join(places.bench, 'node_modules', name, 'package.json');

/** Why a peer cannot take part; null if it can. */
export function peerMissing(name) {
  const missing = packages[name].find((part) => !existsSync(manifest(part)));
  return missing ? `the npm package ${missing} is not installed` : null;
}

/** Name and version of a peer that is installed. */
export function peerVersion(name) {
  const [main] = packages[name];
  return `${main} ${JSON.parse(readFileSync(manifest(main), 'utf8')).version}`;
}

export const peers = Object.keys(packages);

function refuseError(measured) {
  if (measured.error) throw new Error(measured.error);
  return measured;
}
