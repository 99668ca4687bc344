import { differingSettings, type RunRecord } from '../../shared/runs';
import type { RunSettings } from '../../shared/settings';

/** A loss as the tutorial prints it. */
export function printed(loss: number): string {
  return loss.toFixed(2);
}

export interface PrintedPair {
  step: number;
  reference: string;
  /** Null while the run has not made this step. */
  own: string | null;
  equal: boolean;
  /** How many leading characters of `own` are those of `reference`. */
  matching: number;
}

/** Leading characters that two printed numbers share; none if one is longer before the point. */
export function matchingStart(a: string, b: string): number {
  if (a.indexOf('.') !== b.indexOf('.')) return 0;
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** What keeps a run from being compared; empty when it can be. */
export interface Obstacles {
  settings: (keyof RunSettings)[];
  /** The images did not come with the page, so they may be others. */
  data: boolean;
}

/**
 * The reference's steps are those of the first epoch. Neither more epochs nor what a schedule does
 * after the first nor the way of computing (threads, Winograd) makes another run of it; and
 * of a seed only the low 32 bits count.
 */
export function obstacles(run: RunRecord, reference: RunRecord): Obstacles {
  const same = new Set<keyof RunSettings>(['gamma', 'precise']);
  if (run.settings.epochs > 0) same.add('epochs');
  const low = ({ settings }: RunRecord) => BigInt.asUintN(32, BigInt(settings.seed));
  if (low(run) === low(reference)) same.add('seed');
  return {
    settings: differingSettings(run.settings).filter((name) => !same.has(name)),
    data: run.data !== null && run.data.source !== 'server',
  };
}

/** The step after which the learning rate was first changed by hand: the runs part there; Infinity if nowhere. */
export function partsAfter(run: RunRecord): number {
  return run.learningRateChanges[0]?.step ?? Infinity;
}

/**
 * Each step of the reference beside the same of `run`, as far as it has come and can be compared, at most
 * the first `steps`.
 */
export function pairs(
  reference: RunRecord,
  run: RunRecord | null,
  steps = Infinity,
): PrintedPair[] {
  const made = run === null ? 0 : Math.min(run.losses.length, partsAfter(run), steps);
  return Array.from({ length: reference.losses.length }, (_, index) => {
    const theirs = printed(reference.losses.at(index));
    const own = run !== null && index < made ? printed(run.losses.at(index)) : null;
    const matching = own === null ? 0 : matchingStart(theirs, own);
    return { step: index + 1, reference: theirs, own, equal: own === theirs, matching };
  });
}
