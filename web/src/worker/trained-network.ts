import { GradletError, messageOf } from '../engine/errors';
import { mistakesOf, mistakesShown } from '../engine/mistakes';
import type { DataSets } from '../engine/mnist';
import type { Mistakes } from '../shared/run-reports';
import type { ActiveRun } from './active-run';
import type { Yield } from './pauses';
import { sliceMilliseconds } from './run-loop';

/** What a file of parameters tells of them, in the metadata of its header. */
export interface ToldMeasurement {
  /** SHA-256 over all parameters. */
  fingerprint: string;
  /** Share of `images` validation images read right, 0 to 1. */
  accuracy: number;
  images: number;
}

/** Of the header's length, at the start of a safetensors file. */
const lengthBytes = 8;

/** Fetches a file. Rejects unless it is there. */
export async function fetchBytes(url: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new GradletError(`[${url}] expected an answer, found none: ${messageOf(error)}`);
  }
  if (!response.ok) {
    throw new GradletError(`[${url}] expected a file, found HTTP status ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * What a safetensors file that the engine has accepted tells in its metadata: `fingerprint`,
 * `accuracy` and `images`. Null if it tells not all of them.
 * https://huggingface.co/docs/safetensors/index#format
 */
export function toldMeasurement(file: Uint8Array): ToldMeasurement | null {
  const view = new DataView(file.buffer, file.byteOffset);
  const length = Number(view.getBigUint64(0, /* littleEndian= */ true));
  const text = new TextDecoder().decode(file.subarray(lengthBytes, lengthBytes + length));
  const { __metadata__: told } = JSON.parse(text) as { __metadata__?: Record<string, string> };
  const fingerprint = told?.fingerprint ?? '';
  const accuracy = Number(told?.accuracy ?? NaN);
  const images = Number(told?.images ?? NaN);
  return fingerprint && accuracy >= 0 && images > 0 ? { fingerprint, accuracy, images } : null;
}

/**
 * Measures the parameters of `active`, which has made no step, on the validation images of `sets`, in
 * slices. Rejects if it is no longer in use before that is done.
 */
export async function measure(
  active: ActiveRun,
  sets: DataSets,
  yields: Yield,
  inUse: () => boolean,
): Promise<Mistakes> {
  const { session } = active;
  session.setData(sets.training, sets.validation);
  active.sets = sets;
  session.beginEvaluation(mistakesShown);
  for (;;) {
    const report = session.evaluate(sliceMilliseconds);
    if (report.done) return mistakesOf(session, report);
    await yields.now();
    if (!inUse()) {
      throw new GradletError('[trained network] expected it to stay, found a run in its place');
    }
  }
}
