import { describe, expect, it } from 'vitest';
import { defaultSettings, type RunSettings } from '../shared/settings';
import { FakeSession, fakeImages, fakeScript, type FakeScript } from './engine.fake';
import { Run, type RunSlice } from './run';

function begun(changes: Partial<RunSettings>, first = false, script: FakeScript = fakeScript) {
  const settings = { ...defaultSettings(1), ...changes };
  const session = new FakeSession(settings, script);
  const run = new Run(session, settings, first);
  run.begin({ training: fakeImages(100), validation: fakeImages(20) });
  return { run, session };
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

  it('evaluates before the first step where that is asked for', () => {
    const { run, session } = begun({ batchSize: 50 }, true);
    expect(run.phase).toBe('evaluating');
    const { epochs } = complete(run);
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
      [0, 0],
      [1, 2],
    ]);
    expect(session.calls.indexOf('beginEvaluation')).toBeLessThan(
      session.calls.indexOf('advance 1'),
    );
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

  it('stops where a loss is no number, with the step in its reason', () => {
    const script = { ...fakeScript, loss: (step: number) => (step < 3 ? 1 : NaN) };
    const { run } = begun({ batchSize: 10 }, false, script);
    const { steps } = complete(run);
    expect(steps.length).toBe(2);
    expect(run.phase).toBe('diverged');
    expect(run.trouble).toBe('[training] loss of step 3: expected a finite number, found NaN');
    expect(run.loss).toBe(1);
  });

  it('says when it waits for data', () => {
    const settings = { ...defaultSettings(1), batchSize: 10 };
    const session = new FakeSession(settings);
    const run = new Run(session, settings, false);
    let available = 15;
    const training = { ...fakeImages(100), available: () => available };
    run.begin({ training, validation: fakeImages(20) });
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
