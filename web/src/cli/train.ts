import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Session } from '../engine/engine';
import { messageOf } from '../engine/errors';
import { detectFeatures } from '../engine/features';
import { helloWorld } from '../engine/hello-world';
import { loadEngine, type LoadedEngine } from '../engine/load-engine';
import { mnistHashes, readMnist } from '../engine/mnist';
import { Run } from '../engine/run';
import { selectEngine } from '../engine/select-engine';
import { helpText, readCommandLine, UsageError, type CommandLine } from './command-line';
import { mnistFiles, refuseUnwritable } from './files';
import { Interrupt } from './interrupt';
import { percent, Report } from './report';
import { epochResult, noResults, type Results } from './results';

/** Short, since V8 optimises the engine's functions at their next call only. */
const sliceMilliseconds = 20;
const helloLearningRate = 0.1;
const helloSteps = 10;

const built = dirname(dirname(fileURLToPath(import.meta.url)));
const interrupt = new Interrupt();

/** Runs the command; returns the process's exit code. */
async function main(words: readonly string[]): Promise<number> {
  const processors = availableParallelism();
  const options = readCommandLine(words, processors);
  if (options.help) {
    process.stdout.write(helpText(processors));
    return 0;
  }
  if (options.json) refuseUnwritable('json', options.json);
  if (options.save) refuseUnwritable('save', options.save);

  const results = noResults(options.settings);
  const report = new Report(process.stdout);
  try {
    await train(options, results, report);
  } catch (error) {
    results.trouble = messageOf(error);
  }
  report.end();
  if (results.trouble !== null) complain(results.trouble);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
  return interrupt.code || (results.trouble === null ? 0 : 1);
}

async function train(options: CommandLine, results: Results, report: Report): Promise<void> {
  const { settings } = options;
  const { engine, choice } = await load(settings.threads);
  if (settings.threads > 1 && choice.threadsReason) report.line(choice.threadsReason);
  if (options.hello) {
    results.hello = helloWorld(engine, settings.seed, helloLearningRate, helloSteps);
    report.hello(results.hello);
  }
  const threads = Math.min(settings.threads, choice.maxThreads);
  const session = new engine.Session({ ...settings, threads });
  const files = mnistFiles(join(built, 'public', 'mnist'));
  const sets = await readMnist(engine, session.inputSize(), files, { hashes: mnistHashes });
  const run = new Run(session, settings, /* makeCopy= */ null);
  run.begin(sets);
  try {
    await slices(run, session, results, report);
    results.trouble = run.trouble ?? (interrupt.code === 0 ? null : 'interrupted');
    finish(session, results, report);
    const known = run.phase === 'finished' ? run.accuracy : null;
    report.line(`${percent(known ?? (await measure(session, sets.validation.count())))} correct`);
  } finally {
    results.memory = engine.memoryBytes();
  }
  if (options.save) writeFileSync(options.save, session.save());
  // Ends its threads too.
  session.delete();
}

async function load(threads: number): Promise<LoadedEngine> {
  const url = (name: string) => pathToFileURL(join(built, 'public', 'engine', name)).href;
  const urls = { simd: url('gradlet-simd.mjs'), threads: url('gradlet-threads.mjs') };
  // As many threads as were asked for, also where there are fewer processors.
  return loadEngine(selectEngine(urls, detectFeatures(threads, 'file://'), threads), urls);
}

async function slices(run: Run, session: Session, results: Results, report: Report): Promise<void> {
  const { epochs } = run.settings;
  while (!run.over && interrupt.code === 0) {
    const slice = run.advance(sliceMilliseconds);
    results.steps.push(...slice.steps);
    results.epochs.push(...slice.epochs.map(epochResult));
    results.fingerprints.push(...slice.fingerprints);
    report.steps(slice.steps);
    slice.epochs.forEach((record) => {
      report.epoch(record);
    });
    slice.fingerprints.forEach((fingerprint) => {
      report.fingerprint(fingerprint);
    });
    report.progress({
      step: session.step(),
      totalSteps: session.totalSteps(),
      epoch: session.epoch(),
      epochs,
      loss: run.loss,
      imagesPerSecond: run.imagesPerSecond,
      secondsLeft: run.secondsLeft,
    });
    await nextTurn();
  }
}

/** Adds the fingerprint of the end, wherever that was. */
function finish(session: Session, results: Results, report: Report): void {
  report.end();
  const step = session.step();
  if (results.fingerprints.at(-1)?.step === step) return;
  const end = { step, sha256: session.fingerprint() };
  results.fingerprints.push(end);
  report.fingerprint(end);
}

/** Share of the test images that the present parameters read right. */
async function measure(session: Session, images: number): Promise<number> {
  session.beginEvaluation(/* mostMisread= */ 0);
  for (;;) {
    const { done, correct } = session.evaluate(sliceMilliseconds);
    if (done) return correct / images;
    await nextTurn();
  }
}

function complain(message: string): void {
  process.stderr.write(`train: ${message}\n`);
}

// Whoever reads the output has had enough of it, as in `scripts/train | head -n 1`.
process.stdout.on('error', () => process.exit(0));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const usage = error instanceof UsageError;
  complain(usage ? `${error.message}; see scripts/train --help` : messageOf(error));
  process.exitCode = usage ? 2 : 1;
}
