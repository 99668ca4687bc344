import type { RunStatus } from '../shared/protocol';
import type { RunSettings } from '../shared/settings';

/** What the trainer's status is seen beside. */
export interface Circumstances {
  settings: RunSettings;
  /** Those of the run; null while there is none. */
  runSettings: RunSettings | null;
  /** Images to learn from. */
  images: number;
  /** Trouble has stopped the run. */
  stopped: boolean;
}

/** Whether a run has been asked for that has no step to show yet. */
export function isBeginning(shown: Pick<RunStatus, 'state' | 'step'> | null | undefined): boolean {
  return shown?.step === 0 && (shown.state === 'loading' || shown.state === 'running');
}

/** Images that a run with these settings learns from. */
export function imagesSeen({ limit }: RunSettings, images: number): number {
  return limit > 0 ? Math.min(limit, images) : images;
}

/**
 * Where the run is, in the page's terms: data that arrive without a run are not its business, a
 * run that was stopped by trouble can only be begun anew, and before the first run the settings
 * say how long it will be.
 */
export function shownStatus(
  status: RunStatus,
  { settings, runSettings, images, stopped }: Circumstances,
): RunStatus {
  const { epochs, batchSize } = runSettings ?? settings;
  const stepsPerEpoch = Math.ceil(imagesSeen(runSettings ?? settings, images) / batchSize);
  const expected = { epochs, stepsPerEpoch, totalSteps: stepsPerEpoch * epochs };
  if (runSettings === null) return { ...status, ...expected, state: 'arrived', epoch: 0 };
  return {
    ...status,
    ...(status.stepsPerEpoch === 0 ? expected : {}),
    state: stopped ? 'diverged' : status.state,
  };
}
