/**
 * Every option of a run, with its range and default: the one table that the command line, the page
 * and the worker read.
 */

export const optimizers = ['sgd', 'adadelta', 'adam', 'adamw'] as const;
export type OptimizerName = (typeof optimizers)[number];

/** Networks with the images that they read; the engine's `nn::presets`. */
export const presets = ['tutorial', 'mnist-example', 'perceptron', 'linear'] as const;
export type PresetName = (typeof presets)[number];

/** The options of a run; the defaults are PyTorch's tutorial on handwritten digits. */
export interface RunSettings {
  /** Network and input: the tutorial's 8×8 pixels, or MNIST's own 28×28. */
  preset: PresetName;
  /** PyTorch's `torch.manual_seed`; only its low 32 bits matter. A decimal integer. */
  seed: string;
  /** How often the whole training set is seen. */
  epochs: number;
  /** Images per step of the optimizer. */
  batchSize: number;
  /** The optimizer's `lr`. */
  learningRate: number;
  optimizer: OptimizerName;
  /** `StepLR(step_size=1, gamma)`: the learning rate's factor after each epoch. */
  gamma: number;
  /** Whether each epoch takes the images in a new order (`DataLoader(shuffle=True)`). */
  shuffle: boolean;
  /**
   * Without Winograd's convolutions: plain sums, about half as fast, whose last bits are closer to
   * PyTorch's.
   */
  precise: boolean;
  /** Train on the first so many images; 0 means all. */
  limit: number;
  /** Threads that compute; results do not depend on it. */
  threads: number;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** What each numeric option accepts, both ends included. */
export const ranges: Readonly<Record<NumericSetting, NumberRange>> = {
  epochs: { min: 0, max: 1000, integer: true },
  batchSize: { min: 1, max: 60000, integer: true },
  learningRate: { min: 1e-9, max: 1000, integer: false },
  gamma: { min: 1e-6, max: 10, integer: false },
  limit: { min: 0, max: 60000, integer: true },
  threads: { min: 1, max: 64, integer: true },
};

export type NumericSetting =
  'epochs' | 'batchSize' | 'learningRate' | 'gamma' | 'limit' | 'threads';

/** The options that are one of several names, and these. */
export const choices = { preset: presets, optimizer: optimizers } as const;
export type ChoiceSetting = keyof typeof choices;

/** The options that are on or off. */
export const toggles = ['shuffle', 'precise'] as const;
export type ToggleSetting = (typeof toggles)[number];

/** One worker thread fewer than there are processors, so that the page stays quick; at least 1. */
export function defaultThreads(processors: number): number {
  return Math.min(ranges.threads.max, Math.max(1, processors - 1));
}

/** The tutorial's first run: seed 0, one epoch. */
export function defaultSettings(processors: number): RunSettings {
  return {
    preset: 'tutorial',
    seed: '0',
    epochs: 1,
    batchSize: 512,
    learningRate: 1,
    optimizer: 'adadelta',
    gamma: 1,
    shuffle: false,
    precise: false,
    limit: 0,
    threads: defaultThreads(processors),
  };
}

/** The tuned run: ten epochs with ever smaller steps. */
export function tunedSettings(processors: number): RunSettings {
  return { ...defaultSettings(processors), epochs: 10, gamma: 0.7 };
}

/**
 * What is wrong with `settings`, one sentence for each option that cannot be used (what was
 * expected and what was found); empty when all are good.
 */
export function settingsProblems(settings: RunSettings): string[] {
  const problems: string[] = [];
  for (const name of Object.keys(ranges) as NumericSetting[]) {
    const range = ranges[name];
    const value = settings[name];
    const kind = range.integer ? 'a whole number' : 'a number';
    const fits = range.integer ? Number.isInteger(value) : Number.isFinite(value);
    if (!fits || value < range.min || value > range.max) {
      problems.push(`${name}: expected ${kind} from ${range.min} to ${range.max}, found ${value}`);
    }
  }
  if (!/^-?\d{1,20}$/.test(settings.seed)) {
    problems.push(`seed: expected a whole number, found '${settings.seed}'`);
  }
  for (const name of Object.keys(choices) as ChoiceSetting[]) {
    const known: readonly string[] = choices[name];
    if (!known.includes(settings[name])) {
      problems.push(`${name}: expected one of ${known.join(', ')}, found '${settings[name]}'`);
    }
  }
  return problems;
}
