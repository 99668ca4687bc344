/**
 * A run as the page keeps it: what it was made with, and what it has given so far. Records grow in
 * place; `version` tells whoever shows one whether anything is new. Nothing here has effects beyond
 * the record that it is given.
 */
import { FloatColumn } from './float-column';
import type { DataInfo, EngineInfo, EpochRecord, Fingerprint, RunState } from './protocol';
import type { StepRecord, TrainerUpdate } from './protocol';
import type { LearningRateChange } from './run-reports';
import { defaultSettings, type RunSettings } from './settings';

/** A measurement on unseen images; a run that was made elsewhere may not tell time and fingerprint. */
export interface Evaluation extends Omit<EpochRecord, 'seconds' | 'fingerprint'> {
  seconds: number | null;
  fingerprint: string | null;
}

/** What a run's name is made of. */
export interface RunLabel {
  /** Counted from 1 as the runs were begun; 0 for the reference. */
  number: number;
  /** When it began, in milliseconds since 1970; null where nobody knows. */
  began: number | null;
}

/** `ended`: given up before its last step. */
export type RecordState = RunState | 'ended';

export interface RunRecord {
  readonly id: string;
  readonly label: RunLabel;
  /** Those it began with, but for the epochs, which may be raised later. */
  settings: RunSettings;
  engine: { build: EngineInfo['build']; threads: number } | null;
  data: DataInfo | null;
  /** The PyTorch that made this run; null for gradlet's own. */
  readonly reference: { torch: string } | null;
  state: RecordState;
  stepsPerEpoch: number;
  totalSteps: number;
  /** Entry `i` is the loss of step `i + 1`; NaN where there is none. */
  readonly losses: FloatColumn;
  /** By step; the first, of epoch 0, is from before the first step. */
  evaluations: Evaluation[];
  /** Those made by hand; what the schedule does is not among them. */
  learningRateChanges: LearningRateChange[];
  fingerprints: Fingerprint[];
  /** The line it is drawn with, below `lineCount` or `referenceLine`; null while it is hidden. */
  line: number | null;
  /** Advances with every change. */
  version: number;
}

/** Lines for gradlet's runs. The first is that of the run that is learning. */
export const lineCount = 5;
/** The reference has a line of its own. */
export const referenceLine = lineCount;
/** More than these beside each other cannot be told apart. */
export const mostShown = 5;

export type RunBeginning = Pick<RunRecord, 'id' | 'label' | 'settings'> &
  Partial<Pick<RunRecord, 'engine' | 'data' | 'reference'>>;

/** A run that has not made a step; hidden. */
export function newRun(beginning: RunBeginning): RunRecord {
  return {
    engine: null,
    data: null,
    reference: null,
    ...beginning,
    state: 'arrived',
    stepsPerEpoch: 0,
    totalSteps: 0,
    losses: new FloatColumn(),
    evaluations: [],
    learningRateChanges: [],
    fingerprints: [],
    line: null,
    version: 0,
  };
}

/** Takes in what the trainer tells of this run. */
export function takeUpdate(
  run: RunRecord,
  update: Pick<
    TrainerUpdate,
    'steps' | 'epochs' | 'fingerprints' | 'learningRateChanges' | 'status'
  >,
): void {
  const { state, epochs, stepsPerEpoch, totalSteps } = update.status;
  appendSteps(run, update.steps);
  appendEvaluations(run, update.epochs);
  appendFingerprints(run, update.fingerprints);
  if (update.learningRateChanges !== null) setLearningRateChanges(run, update.learningRateChanges);
  if (run.state !== state || run.totalSteps !== totalSteps) run.version += 1;
  if (run.settings.epochs !== epochs) run.settings = { ...run.settings, epochs };
  Object.assign(run, { state, stepsPerEpoch, totalSteps });
}

/**
 * Appends losses. A step that the run has made already means that it went back: everything after the
 * step before that is dropped. Steps left out are NaN.
 */
export function appendSteps(run: RunRecord, steps: readonly StepRecord[]): void {
  for (const { step, loss } of steps) {
    if (step <= run.losses.length) rewind(run, step - 1);
    while (run.losses.length < step - 1) run.losses.push(NaN);
    run.losses.push(loss);
  }
  if (steps.length > 0) run.version += 1;
}

/** Appends measurements; a second one at a step takes the place of the first. */
export function appendEvaluations(run: RunRecord, evaluations: readonly Evaluation[]): void {
  if (evaluations.length === 0) return;
  run.evaluations = mergeByStep(run.evaluations, evaluations);
  run.version += 1;
}

export function appendFingerprints(run: RunRecord, fingerprints: readonly Fingerprint[]): void {
  if (fingerprints.length === 0) return;
  run.fingerprints = mergeByStep(run.fingerprints, fingerprints);
  run.version += 1;
}

/** All changes of the learning rate by hand that led to where the run is now. */
export function setLearningRateChanges(run: RunRecord, changes: LearningRateChange[]): void {
  run.learningRateChanges = changes;
  run.version += 1;
}

/** Forgets what came after `step`: the run goes on from an earlier state. */
export function rewind(run: RunRecord, step: number): void {
  const kept = <Item extends { step: number }>(items: Item[]) =>
    items.filter((item) => item.step <= step);
  run.losses.truncate(step);
  run.evaluations = kept(run.evaluations);
  run.fingerprints = kept(run.fingerprints);
  run.learningRateChanges = kept(run.learningRateChanges);
  run.version += 1;
}

/** A run that was given up stays as far as it came; one that had come to its end stays as it is. */
export function endRun(run: RunRecord): void {
  if (run.state === 'finished' || run.state === 'diverged') return;
  run.state = 'ended';
  run.version += 1;
}

function mergeByStep<Item extends { step: number }>(old: Item[], fresh: readonly Item[]): Item[] {
  const steps = new Set(fresh.map(({ step }) => step));
  return [...old.filter(({ step }) => !steps.has(step)), ...fresh].sort((a, b) => a.step - b.step);
}

/** Where the learning rate takes which value: from the step after `step` on, in order, by schedule and by hand. */
export function learningRates(run: RunRecord): LearningRateChange[] {
  const { settings, stepsPerEpoch, totalSteps } = run;
  const rates = [{ step: 0, learningRate: settings.learningRate }];
  const byHand = [...run.learningRateChanges];
  const scheduled = settings.gamma !== 1 && stepsPerEpoch > 0;
  let rate = settings.learningRate;
  const set = (step: number, learningRate: number): void => {
    rate = learningRate;
    if (rates.at(-1)?.step === step) rates.pop();
    rates.push({ step, learningRate });
  };
  for (let epoch = 1; ; epoch += 1) {
    const end = scheduled ? epoch * stepsPerEpoch : Infinity;
    for (let change = byHand[0]; change && change.step < end; change = byHand[0]) {
      byHand.shift();
      set(change.step, change.learningRate);
    }
    if (end >= totalSteps) break;
    set(end, rate * settings.gamma);
  }
  for (const { step, learningRate } of byHand) set(step, learningRate);
  return rates;
}

/** The learning rate of `step`, from 1. */
export function learningRateOf(rates: readonly LearningRateChange[], step: number): number {
  return rates.filter((rate) => rate.step < step).at(-1)?.learningRate ?? NaN;
}

/** Seconds of training in the epochs that are finished; null where nobody knows. */
export function trainingSeconds(run: RunRecord): number | null {
  const epochs = run.evaluations.filter(({ epoch }) => epoch > 0);
  let sum = 0;
  for (const { seconds } of epochs) {
    if (seconds === null) return null;
    sum += seconds;
  }
  return epochs.length === 0 ? null : sum;
}

/** The newest measurement at or before `step`. */
export function evaluationAt(run: RunRecord, step: number): Evaluation | null {
  return run.evaluations.filter((evaluation) => evaluation.step <= step).at(-1) ?? null;
}

/** All fingerprints by step: those of the epochs' ends, and those from in between. */
export function allFingerprints(run: RunRecord): Fingerprint[] {
  const measured = run.evaluations.flatMap(({ step, fingerprint }) =>
    fingerprint === null ? [] : [{ step, sha256: fingerprint }],
  );
  return mergeByStep(run.fingerprints, measured);
}

/** The settings that differ from the tutorial's and may change what comes out; threads never do. */
export function differingSettings(settings: RunSettings): (keyof RunSettings)[] {
  const tutorial = defaultSettings(1);
  return (Object.keys(tutorial) as (keyof RunSettings)[]).filter(
    (name) => name !== 'threads' && settings[name] !== tutorial[name],
  );
}

/** Shows `run` with the first free line; gives back false, and leaves it, if there is no room. */
export function showRun(runs: readonly RunRecord[], run: RunRecord): boolean {
  if (run.line !== null) return true;
  const shown = runs.filter(({ line }) => line !== null);
  if (shown.length >= mostShown) return false;
  const taken = new Set(shown.map(({ line }) => line));
  let line = run.reference === null ? 0 : referenceLine;
  while (taken.has(line)) line += 1;
  run.line = line;
  run.version += 1;
  return true;
}

export function hideRun(run: RunRecord): void {
  if (run.line === null) return;
  run.line = null;
  run.version += 1;
}

/**
 * Shows `run`, which begins to learn, with the first line. Who had that takes another; if there is no
 * room, the oldest of gradlet's runs leaves.
 */
export function showLearning(runs: readonly RunRecord[], run: RunRecord): void {
  const others = runs.filter((other) => other !== run && other.line !== null);
  const own = others.filter(({ reference }) => reference === null);
  own.sort((a, b) => a.label.number - b.label.number);
  if (others.length >= mostShown && own[0]) hideRun(own[0]);
  const first = own.find(({ line }) => line === 0);
  run.line = 0;
  run.version += 1;
  if (first) {
    hideRun(first);
    showRun([...others, run], first);
  }
}
