import { parseArgs } from 'node:util';
import {
  defaultSettings,
  optimizers,
  presets,
  ranges,
  settingsProblems,
  toggles,
  type NumericSetting,
  type OptimizerName,
  type PresetName,
  type RunSettings,
} from '../shared/settings';

export interface CommandLine {
  help: boolean;
  settings: RunSettings;
  hello: boolean;
  /** Files to write; empty for none. */
  json: string;
  save: string;
}

/** An option that cannot be used; the message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Flag {
  flag: string;
  value: string;
  help: string;
}

/** Each setting on the command line. A new setting that is missing here does not compile. */
const settingFlags: Readonly<Record<keyof RunSettings, Flag>> = {
  preset: { flag: 'preset', value: 'NAME', help: presets.join(', ') },
  seed: { flag: 'seed', value: 'N', help: 'torch.manual_seed(N)' },
  epochs: { flag: 'epochs', value: 'N', help: 'how often all training images are seen' },
  batchSize: { flag: 'batch-size', value: 'N', help: 'images per step' },
  learningRate: { flag: 'lr', value: 'X', help: 'learning rate of the optimizer' },
  optimizer: { flag: 'optimizer', value: 'NAME', help: optimizers.join(', ') },
  gamma: { flag: 'gamma', value: 'X', help: 'the learning rate times X after each epoch (StepLR)' },
  shuffle: { flag: 'shuffle', value: '', help: 'a new order of the images in each epoch' },
  precise: { flag: 'precise', value: '', help: 'no Winograd: last bits closer to PyTorch, slower' },
  limit: { flag: 'limit', value: 'N', help: 'train on the first N images only; 0: all' },
  threads: { flag: 'threads', value: 'N', help: 'processors to use; the result is the same' },
};

const otherFlags: readonly Flag[] = [
  { flag: 'hello', value: '', help: 'hello world first: ten steps of Linear(1, 1)' },
  { flag: 'json', value: 'FILE', help: 'write what was measured, as below' },
  {
    flag: 'save',
    value: 'FILE',
    help: 'write the parameters, as safetensors with PyTorch’s names',
  },
  { flag: 'help', value: '', help: 'this text' },
];

/** Reads the options after the command's name. Throws `UsageError` for what cannot be used. */
export function readCommandLine(words: readonly string[], processors: number): CommandLine {
  const values = parse(words);
  const settings = defaultSettings(processors);
  for (const name of Object.keys(ranges) as NumericSetting[]) {
    const { flag } = settingFlags[name];
    const text = values[flag];
    if (typeof text === 'string') settings[name] = number(flag, text);
  }
  if (typeof values.seed === 'string') settings.seed = values.seed;
  // Whether they are known is checked with the rest.
  if (typeof values.preset === 'string') settings.preset = values.preset as PresetName;
  if (typeof values.optimizer === 'string') settings.optimizer = values.optimizer as OptimizerName;
  for (const name of toggles) settings[name] = values[settingFlags[name].flag] === true;

  const problem = settingsProblems(settings)[0];
  if (problem) throw new UsageError(withFlag(problem));
  return {
    help: values.help === true,
    settings,
    hello: values.hello === true,
    json: file('json', values.json),
    save: file('save', values.save),
  };
}

type Values = Record<string, string | boolean | undefined>;

function parse(words: readonly string[]): Values {
  const flags = [...Object.values(settingFlags), ...otherFlags];
  const options = Object.fromEntries(
    flags.map(({ flag, value }) => [flag, { type: value ? 'string' : 'boolean' } as const]),
  );
  const valued = new Set(flags.filter(({ value }) => value).map(({ flag }) => `--${flag}`));
  // parseArgs takes a negative number for an option, unless it is joined to its own.
  const args: string[] = [];
  for (const word of words) {
    const option = args.at(-1) ?? '';
    if (valued.has(option) && /^-[\d.]/.test(word)) args.splice(-1, 1, `${option}=${word}`);
    else args.push(word);
  }
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // The first sentence says it; the others explain conventions.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split(/\.?\s*\n|\. /)[0] ?? message);
  }
}

function number(flag: string, text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw new UsageError(`--${flag}: expected a number, found '${text}'`);
  }
  return Number(text);
}

function file(flag: string, value: string | boolean | undefined): string {
  if (value === '') throw new UsageError(`--${flag}: expected the name of a file, found ''`);
  return typeof value === 'string' ? value : '';
}

/** Problems name the setting; here it goes by its option. */
function withFlag(problem: string): string {
  return problem.replace(/^\w+/, (name) =>
    name in settingFlags ? `--${settingFlags[name as keyof RunSettings].flag}` : name,
  );
}

/** What `--help` prints. */
export function helpText(processors: number): string {
  const defaults = defaultSettings(processors);
  const lines = (Object.keys(settingFlags) as (keyof RunSettings)[]).map((name) => {
    const value = defaults[name];
    const note = typeof value === 'boolean' ? '' : ` [${value}]`;
    return line(settingFlags[name], note);
  });
  return `scripts/train [option…]

Trains a network on MNIST, the tutorial's unless told otherwise, and prints the loss of each step, then
how many of the 10,000 test images are read right. It is the page's own WebAssembly module, run by Node.

${[...lines, ...otherFlags.map((flag) => line(flag, ''))].join('\n')}

Ctrl-C ends it with what was reached (exit code 130). Options that cannot be used: exit code 2.

--json writes one object:
  options       {"preset": "tutorial", "seed": 0, "epochs": 1, "batch_size": 512, "lr": 1,
                 "optimizer": "adadelta", "gamma": 1, "shuffle": false, "precise": false,
                 "limit": 0, "threads": 1}
                seed is a string where it is beyond 2^53
  steps         [{"step": 1, "loss": 2.31…}, …]   the loss of each step's batch, before the step
  epochs        [{"epoch": 1, "val_accuracy": 0.884, "val_loss": 0.36…, "seconds": 1.2…}, …]
                accuracy from 0 to 1 and mean loss over the test images; seconds of training alone,
                without preparing data and evaluating
  fingerprints  [{"step": 118, "sha256": "…"}, …]   SHA-256 over all parameters after steps 1 and 10,
                each epoch and the last step
  hello         {"x": …, "losses": […], "weights": […], "biases": […]}, or null without --hello;
                losses are those before each step, weights and biases also those after the last
  memory        bytes of WebAssembly memory at the end
  trouble       why it ended early ("interrupted", or what went wrong); null if it did not
`;
}

function line({ flag, value, help }: Flag, note: string): string {
  return `  ${`--${flag} ${value}`.padEnd(18)} ${help}${note}`;
}
