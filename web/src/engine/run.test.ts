import { describe, expect, it } from 'vitest';
import { defaultSettings, type RunSettings } from '../shared/settings';
import { FakeSession, fakeImages, fakeScript, type FakeScript } from './engine.fake';
import { Run, type RunSlice } from './run';

function begun(
  changes: Partial<RunSettings>,
  first = false,
  script: FakeScript = fakeScript,
  validationComplete = true,
) {
  const settings = { ...defaultSettings(1), ...changes };
  const session = new FakeSession(settings, script);
  const copies: FakeSession[] = [];
  const makeCopy = () => {
    const copy = new FakeSession(settings, script);
    copies.push(copy);
    return copy;
  };
  const run = new Run(session, settings, first ? makeCopy : null);
  const sets = { training: fakeImages(100), validation: fakeImages(20), validationComplete };
  run.begin(sets);
  return { run, session, sets, copies };
}

/** Runs to the end; all slices as one. */
function complete(run: Run): RunSlice {
  const all: RunSlice = { steps: [], epochs: [], fingerprints: [], waiting: false };
  for (let slices = 0; !run.over; slices += 1) {
    if (slices > 1000) throw new Error('the run does not end');
    const slice = run.advance(20);
    all.steps.push(...slice.steps);
    all.epochs.push(...slice.epochs);
    all.fingerprints.push(...slice.fingerprints);
  }
  return all;
}

describe('Run', () => {
  it('numbers the steps over all epochs and evaluates after each epoch', () => {
    const { run } = begun({ batchSize: 30, epochs: 2 });
    const { steps, epochs } = complete(run);
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(steps[3]?.loss).toBe(0.5);
    expect(epochs).toMatchObject([
      { epoch: 1, step: 4, accuracy: 0, loss: 0.2, fingerprint: 'hash of step 4' },
      { epoch: 2, step: 8, accuracy: 0.05, loss: 0.2, fingerprint: 'hash of step 8' },
    ]);
    expect(run.phase).toBe('finished');
    expect(run.accuracy).toBe(0.05);
  });

  it('evaluates a copy from before the first step, and that right after it', () => {
    const { run, copies } = begun({ batchSize: 50 }, true);
    expect(run.phase).toBe('training');
    expect(run.advance(20).steps.map(({ step }) => step)).toEqual([1]);
    expect(run.phase).toBe('evaluating');
    const { epochs } = complete(run);
    expect(epochs).toMatchObject([
      { epoch: 0, step: 0, seconds: 0, fingerprint: 'hash of step 0' },
      { epoch: 1, step: 2, fingerprint: 'hash of step 2' },
    ]);
    expect(copies.map(({ calls }) => calls)).toEqual([
      ['setData', 'beginEvaluation 200', 'delete'],
    ]);
  });

  it('makes steps before the images for the first evaluation are there, then evaluates a copy', () => {
    const { run, session, sets, copies } = begun(
      { batchSize: 20 },
      /* first= */ true,
      fakeScript,
      /* validationComplete= */ false,
    );
    expect(run.advance(20)).toMatchObject({ waiting: false, steps: [{ step: 1 }] });
    expect(run.advance(20)).toMatchObject({ waiting: false, steps: [{ step: 2 }] });
    sets.validationComplete = true;
    const { steps, epochs } = complete(run);
    expect(steps.map(({ step }) => step)).toEqual([3, 4, 5]);
    expect(epochs).toMatchObject([
      { epoch: 0, step: 0, seconds: 0, fingerprint: 'hash of step 0' },
      { epoch: 1, step: 5, fingerprint: 'hash of step 5' },
    ]);
    expect(copies.map(({ calls }) => calls)).toEqual([
      ['setData', 'beginEvaluation 200', 'delete'],
    ]);
    expect(session.calls.filter((call) => call.startsWith('begin')).length).toBe(1);
  });

  it('waits at the end of an epoch for the images that it is evaluated on', () => {
    const { run, sets, copies } = begun({ batchSize: 100 }, true, fakeScript, false);
    expect(run.advance(20).steps.length).toBe(1);
    for (let slices = 0; slices < 3; slices += 1) {
      expect(run.advance(20)).toMatchObject({ waiting: true, epochs: [] });
      expect(run.phase).toBe('evaluating');
    }
    sets.validationComplete = true;
    expect(complete(run).epochs.map(({ epoch }) => epoch)).toEqual([0, 1]);
    expect(copies.at(0)?.calls.at(-1)).toBe('delete');
  });

  it('gives its copy back where it is not needed any more', () => {
    const { run, copies } = begun({ batchSize: 10 }, true, fakeScript, false);
    run.advance(20);
    run.dispose();
    run.dispose();
    expect(copies.map(({ calls }) => calls)).toEqual([['setData', 'delete']]);
  });

  it('stops for fingerprints after steps 1 and 10, and has each epoch’s once', () => {
    const { run, session } = begun({ batchSize: 10, epochs: 2 });
    const { fingerprints } = complete(run);
    // Step 10 ends the first epoch too.
    expect(fingerprints.map(({ step }) => step)).toEqual([1, 10, 20]);
    expect(fingerprints[0]?.sha256).toBe('hash of step 1');
    const asked = session.calls.filter((call) => call.startsWith('advance'));
    expect(asked.slice(0, 3)).toEqual(['advance 1', 'advance 9', 'advance 8']);
    expect(asked[10]).toBe('advance 10');
  });

  it('makes no more steps than a caller wants', () => {
    const { run, session } = begun({ batchSize: 10 });
    run.advance(20, 1);
    run.advance(20, 2);
    expect(session.calls.at(-1)).toBe('advance 2');
  });

  it('ends without a step for no epochs, evaluated only if asked', () => {
    expect(complete(begun({ epochs: 0 }).run).epochs).toEqual([]);
    const first = complete(begun({ epochs: 0 }, true).run);
    expect(first.epochs.map(({ epoch }) => epoch)).toEqual([0]);
    expect(first.steps).toEqual([]);
  });

  it('stops where a loss is no number, with the step and the place in its reason', () => {
    const script = { ...fakeScript, loss: (step: number) => (step < 3 ? 1 : NaN) };
    const { run } = begun({ batchSize: 10 }, false, script);
    const { steps } = complete(run);
    expect(steps.length).toBe(2);
    expect(run.phase).toBe('diverged');
    expect(run.divergence).toEqual({ step: 3, loss: NaN, place: 'output', name: 'conv2' });
    expect(run.trouble).toBe(
      '[training] loss of step 3: expected a finite number, found NaN, first in the output of conv2',
    );
    expect(run.loss).toBe(1);
    expect(() => {
      run.restoreLastGood();
    }).toThrow('expected a good state to go back to, found none');
    expect(run.phase).toBe('diverged');
  });

  it('goes back to the last good state, and on with the learning rate offered', () => {
    let bad = true;
    const loss = (step: number) => (step === 8 && bad ? Infinity : 1);
    const script = { ...fakeScript, loss, good: true };
    const { run, session } = begun({ batchSize: 20, epochs: 2 }, false, script);
    complete(run);
    expect(run.divergence?.step).toBe(8);
    bad = false;
    run.restoreLastGood();
    expect(run.phase).toBe('training');
    expect([run.divergence, run.trouble, run.loss]).toEqual([null, null, null]);
    expect(session.calls.slice(-2)).toEqual(['restoreLastGood', 'setLearningRate 0.5']);
    const { steps, epochs } = complete(run);
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(run.phase).toBe('finished');
  });

  it('goes on with more epochs, also after the last, and ends where there are no more', () => {
    const { run } = begun({ batchSize: 50 });
    expect(complete(run).epochs.length).toBe(1);
    run.setEpochs(3);
    expect(run.phase).toBe('training');
    expect(run.settings.epochs).toBe(3);
    expect(complete(run).epochs.map(({ epoch }) => epoch)).toEqual([2, 3]);

    const other = begun({ batchSize: 50, epochs: 2 }).run;
    while (other.advance(20).epochs.length === 0);
    other.setEpochs(1);
    expect(other.phase).toBe('finished');
    expect(complete(other).epochs).toEqual([]);
  });

  it('tells what an evaluation got wrong', () => {
    const { run, session } = begun({ batchSize: 100 }, false, { ...fakeScript, correct: () => 18 });
    expect(run.mistakes).toBeNull();
    complete(run);
    expect(session.calls).toContain('beginEvaluation 200');
    expect(run.mistakes).toEqual({
      step: 1,
      total: 2,
      images: 20,
      shown: [{ index: 0, label: 1, read: 0, probabilities: [0.75, 0.25] }],
      confusion: [
        [18, 0],
        [2, 0],
      ],
    });
  });

  it('says when it waits for data', () => {
    const settings = { ...defaultSettings(1), batchSize: 10 };
    const session = new FakeSession(settings);
    const run = new Run(session, settings, null);
    let available = 15;
    const training = { ...fakeImages(100), available: () => available };
    run.begin({ training, validation: fakeImages(20), validationComplete: true });
    expect(run.advance(20)).toMatchObject({ waiting: false, steps: [{ step: 1 }] });
    expect(run.advance(20)).toMatchObject({ waiting: true, steps: [] });
    available = 20;
    expect(run.advance(20)).toMatchObject({ waiting: false, steps: [{ step: 2 }] });
  });

  it('knows the steps of an epoch for any number of images', () => {
    expect(begun({ batchSize: 512 }).run.stepsPerEpoch(60000)).toBe(118);
    expect(begun({ batchSize: 512, limit: 1000 }).run.stepsPerEpoch(60000)).toBe(2);
    expect(begun({ batchSize: 512, limit: 1000 }).run.stepsPerEpoch(0)).toBe(0);
  });
});
