import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { evaluate, loadBuild, readMnist, tutorial } from '../node/engine.mjs';
import { command, root } from '../node/places.mjs';
import { scratch } from './processes.mjs';

const run = promisify(execFile);

/** As the page shows it: SHA-256 by step, and the share read right in percent; and each step's loss. */
function result({ steps, fingerprints, epochs }) {
  return {
    losses: steps.map(({ loss }) => loss),
    fingerprints: Object.fromEntries(fingerprints.map(({ step, sha256 }) => [step, sha256])),
    right: percent(epochs.at(-1).val_accuracy),
  };
}

const percent = (share) => Number((100 * share).toFixed(2));

/** The tutorial's run by the command line. */
export async function underNode(threads) {
  const file = join(scratch, `node-${threads}.json`);
  await run(process.execPath, [command, '--threads', threads, '--json', file]);
  return result(JSON.parse(await readFile(file, 'utf8')));
}

/** The same by the native build. */
export async function natively(threads) {
  const program = join(root, 'build', 'native-release', 'gradlet_train');
  const { stdout } = await run(program, ['--threads', threads]);
  return result(JSON.parse(stdout));
}

export async function nativeCompiler() {
  const { stdout } = await run('clang++-19', ['--version']);
  return /version (\S+)/.exec(stdout)[1].replace(/\.$/, '');
}

/**
 * The same under Node, in slices of all sizes, with everything in between that a page can ask for: a
 * drawing read, an evaluation begun or begun and ended, the parameters saved.
 */
export async function disturbedUnderNode(threads) {
  const engine = await loadBuild('threads', threads);
  const session = new engine.Session({ ...tutorial, threads });
  const [training, validation] = readMnist(engine, session.inputSize());
  session.setData(training, validation);
  const steps = [];
  const fingerprints = [];
  const milliseconds = [0, 1, 5, 25, 0, 60];
  for (let slice = 0; !session.finished(); slice += 1) {
    const stop = [1, 10].find((step) => step > session.step()) ?? Infinity;
    const most = Math.min(stop, session.totalSteps()) - session.step();
    const { losses } = session.advance(milliseconds[slice % milliseconds.length], most);
    for (const loss of losses) steps.push({ loss });
    if ([1, 10, session.totalSteps()].includes(session.step())) {
      fingerprints.push({ step: session.step(), sha256: session.fingerprint() });
    }
    session.predict(validation.image(slice));
    session.beginEvaluation(0);
    if (slice % 25 === 0) evaluate(session, validation.count());
    else session.evaluate(0);
    session.save();
  }
  const accuracy = evaluate(session, validation.count());
  for (const object of [session, training, validation]) object.delete();
  return result({ steps, fingerprints, epochs: [{ val_accuracy: accuracy }] });
}
