import type { ChoiceSetting, NumberRange, RunSettings } from '../../shared/settings';
import type { EnginePreference, Speed } from '../../shared/protocol';

/** A field of the settings: its name, what it does, and what PyTorch calls it. */
export interface FieldMessages {
  label: string;
  /** Empty where what is chosen is explained instead. */
  help: string;
  /** Empty where PyTorch has nothing of the kind. */
  torch: string;
}

type SettingField = Exclude<keyof RunSettings, 'limit'> | 'speed' | 'engine';

const fields: Record<SettingField, FieldMessages> = {
  preset: {
    label: 'Preset',
    help: '',
    torch: 'nn.Module',
  },
  epochs: {
    label: 'Epochs',
    help: 'How often every image is seen.',
    torch: 'range(epochs)',
  },
  batchSize: {
    label: 'Batch size',
    help: 'Images looked at before each step.',
    torch: 'batch_size',
  },
  learningRate: {
    label: 'Learning rate',
    help: 'How big each step is.',
    torch: 'lr',
  },
  gamma: {
    label: 'Gamma',
    help: 'Shrinks the rate after each epoch.',
    torch: 'StepLR gamma',
  },
  optimizer: {
    label: 'Optimizer',
    help: 'How slopes are turned into steps.',
    torch: 'torch.optim',
  },
  seed: {
    label: 'Seed',
    help: 'Same seed, same run.',
    torch: 'manual_seed',
  },
  shuffle: {
    label: 'Shuffle',
    help: 'A new order of images each epoch.',
    torch: 'shuffle',
  },
  precise: {
    label: 'Precise',
    help: 'Plain sums: slower, nearer to PyTorch.',
    torch: 'no Winograd',
  },
  threads: {
    label: 'Threads',
    help: 'They share the work; same result.',
    torch: 'set_num_threads',
  },
  speed: {
    label: 'Speed',
    help: 'Slow enough to watch; same result.',
    torch: '',
  },
  engine: {
    label: 'Engine',
    help: '',
    torch: '',
  },
};

export const settingsMessages = {
  fields,
  run: 'Training',
  machine: 'This machine',
  machineTakes: (time: string) => `This machine: about ${time} for a run`,
  choices: {
    preset: {
      tutorial: 'Tutorial (8×8)',
      'mnist-example': "PyTorch's MNIST example (28×28)",
      perceptron: 'Perceptron (784→128→10)',
      linear: 'Linear (784→10)',
    },
    optimizer: { sgd: 'SGD', adadelta: 'Adadelta', adam: 'Adam', adamw: 'AdamW' },
  } satisfies { [Name in ChoiceSetting]: Record<RunSettings[Name], string> },
  /** What the presets are made of. */
  networks: {
    tutorial: 'conv 32, conv 64, linear 10',
    'mnist-example': 'conv 32, conv 64, max-pool 2, dropout, linear 128, linear 10',
    perceptron: 'linear 128, linear 10',
    linear: 'linear 10, no hidden layer',
  } satisfies Record<RunSettings['preset'], string>,
  speeds: {
    full: 'Full',
    ten: '10 steps a second',
    one: '1 step a second',
  } satisfies Record<Speed, string>,
  engines: {
    automatic: 'Automatic',
    'one-thread': 'One thread',
  } satisfies Record<EnginePreference, string>,

  /** Buttons. */
  tutorial: "Tutorial's settings",
  tuned: 'Ten epochs, tuned',

  usual: {
    sgd: 'SGD: often 0.1.',
    adadelta: 'Adadelta: 1.',
    adam: 'Adam: often 0.001.',
    adamw: 'AdamW: often 0.001.',
  } satisfies Record<RunSettings['optimizer'], string>,
  /** A dash beside the minus of 1e-6 would puzzle. */
  range: (least: string, most: string) =>
    least.includes('-') ? `${least} to ${most}` : `${least}–${most}`,
  nextRun: 'from the next run',
  engineUnknown: 'Not started yet.',
  engineSimd: 'WebAssembly with SIMD, one thread.',
  engineThreads: (threads: string) => `WebAssembly with SIMD, up to ${threads} threads.`,
  whyOneThread: (reason: string) => `No more than one: ${reason}.`,
  wrongWhole: (range: NumberRange) => `A whole number from ${range.min} to ${range.max}.`,
  wrongNumber: (range: NumberRange) => `A number from ${range.min} to ${range.max}.`,
  wrongSeed: 'A whole number of at most 20 digits.',
  wrongBatch: (most: number) => `At most ${most} images fit into memory with this preset.`,
};
