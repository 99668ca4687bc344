/**
 * What each control of a run does in each state of the run: the one table that the page reads and the
 * tests walk.
 *
 * | control         | arrived        | loading  | running           | paused         | finished    | diverged      |
 * | --------------- | -------------- | -------- | ----------------- | -------------- | ----------- | ------------- |
 * | first place     | Train: begin   | Loading  | Pause             | Resume         | Train: begin | Train: begin |
 * | Step            | begin, 1 step  | nothing  | pause, then 1 step | 1 step        | nothing     | nothing       |
 * | One epoch       | begin, 1 epoch | nothing  | to the epoch's end | to the epoch's end | nothing | nothing       |
 * | Reset           | initial weights | end     | end               | end            | end         | end           |
 * | Nine more epochs | not there     | not there | not there        | not there      | nine more   | not there     |
 * | last good state | not there      | not there | not there        | not there      | not there   | go back       |
 * | Epochs, upwards | next run       | next run | at once           | at once        | next run    | next run      |
 * | Learning rate   | next run       | next run | at once           | at once        | next run    | next run      |
 * | Threads         | next run       | next run | at once           | at once        | next run    | next run      |
 * | Speed           | at once        | at once  | at once           | at once        | at once     | at once       |
 * | other settings  | next run       | next run | next run          | next run       | next run    | next run      |
 *
 * - *begin* starts a new run with the settings in the fields; a finished or diverged one is over then.
 * - *end* gives the run up, keeps it in the list of runs as far as it came, and restores the initial
 *   weights of the seed in its field; settings, data and drawing stay.
 * - *nothing*: the control keeps its place and the focus, marked by `aria-disabled`.
 */
import type { RunState } from './protocol';

export const runStates = [
  ...(['arrived', 'loading', 'running', 'paused', 'finished', 'diverged'] as const),
] as const satisfies readonly RunState[];

export type Effect =
  /** A new run; with one step or one epoch of it before it pauses. */
  | 'begin'
  | 'begin-step'
  | 'begin-epoch'
  | 'pause'
  | 'resume'
  | 'pause-step'
  | 'step'
  /** Goes on to the end of the epoch, its test included, and pauses. */
  | 'epoch'
  /** Ends the run; or restores the initial weights where there is none. */
  | 'end'
  | 'initial-weights'
  /** Raises the epochs by nine and goes on with the same run. */
  | 'more-epochs'
  /** Goes on from the last good state with half the learning rate. */
  | 'go-back'
  | 'at-once'
  | 'next-run'
  | 'nothing'
  | 'absent';

/** Columns in the order of `runStates`. */
function row<const Row extends readonly [Effect, Effect, Effect, Effect, Effect, Effect]>(
  ...effects: Row
): Readonly<Record<RunState, Row[number]>> {
  const [arrived, loading, running, paused, finished, diverged] = effects;
  return { arrived, loading, running, paused, finished, diverged };
}

const whileUnderWay = row('next-run', 'next-run', 'at-once', 'at-once', 'next-run', 'next-run');

export const runLife = {
  first: row('begin', 'nothing', 'pause', 'resume', 'begin', 'begin'),
  step: row('begin-step', 'nothing', 'pause-step', 'step', 'nothing', 'nothing'),
  oneEpoch: row('begin-epoch', 'nothing', 'epoch', 'epoch', 'nothing', 'nothing'),
  reset: row('initial-weights', 'end', 'end', 'end', 'end', 'end'),
  moreEpochs: row('absent', 'absent', 'absent', 'absent', 'more-epochs', 'absent'),
  lastGood: row('absent', 'absent', 'absent', 'absent', 'absent', 'go-back'),
  epochs: whileUnderWay,
  learningRate: whileUnderWay,
  threads: whileUnderWay,
  speed: row('at-once', 'at-once', 'at-once', 'at-once', 'at-once', 'at-once'),
  otherSettings: row('next-run', 'next-run', 'next-run', 'next-run', 'next-run', 'next-run'),
} as const;

export type RunControl = keyof typeof runLife;

/** Whether the run is neither to be begun nor over: its settings are then not all those in the fields. */
export function isUnderWay(state: RunState): boolean {
  return state === 'loading' || state === 'running' || state === 'paused';
}

/** How many *Nine more epochs* adds. */
export const moreEpochs = 9;
