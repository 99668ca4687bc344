import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differingSettings } from '../shared/runs';
import { referenceRun } from './reference-run';

interface Score {
  val_accuracy: number;
  val_loss: number;
}

interface Traces {
  made_by: { torch: string };
  tutorial: Record<
    string,
    { losses: number[]; initial_sha256: string; before: Score; after: Score }
  >;
}

const fixture = new URL('../../../wasm-tests/fixtures/traces.json', import.meta.url);

describe('referenceRun', () => {
  it('is what the fixtures of PyTorch hold', () => {
    const traces = JSON.parse(readFileSync(fixture, 'utf8')) as Traces;
    const expected = traces.tutorial['0'];
    const run = referenceRun();
    // The losses are those of single precision, so that nothing is lost.
    expect([...run.losses.toArray()]).toEqual(expected?.losses);
    expect(run.losses.length).toBe(118);
    expect(run.reference).toEqual({ torch: traces.made_by.torch });
    expect(run.evaluations.map(({ accuracy, loss }) => [accuracy, loss])).toEqual(
      [expected?.before, expected?.after].map((score) => [score?.val_accuracy, score?.val_loss]),
    );
    expect(run.evaluations[0]?.fingerprint).toBe(expected?.initial_sha256);
  });

  it('has the tutorial’s settings and is finished', () => {
    const run = referenceRun();
    expect(differingSettings(run.settings)).toEqual([]);
    expect(run).toMatchObject({
      state: 'finished',
      stepsPerEpoch: 118,
      totalSteps: 118,
      line: null,
    });
  });
});
