import { describe, expect, it } from 'vitest';
import { helpText, readCommandLine, UsageError } from './command-line';

function read(line: string) {
  return readCommandLine(line.split(' ').filter(Boolean), 2);
}

describe('readCommandLine', () => {
  it('has the tutorial’s first run as its default', () => {
    expect(read('')).toEqual({
      help: false,
      hello: false,
      json: '',
      save: '',
      settings: {
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
        threads: 1,
      },
    });
  });

  it('reads every option', () => {
    const line =
      '--seed 42 --epochs 10 --batch-size=64 --lr 1e-3 --optimizer adamw --gamma .7 --shuffle ' +
      '--precise --limit 1000 --threads 3 --preset mnist-example --hello --json a.json --save b.safetensors';
    expect(read(line)).toEqual({
      help: false,
      hello: true,
      json: 'a.json',
      save: 'b.safetensors',
      settings: {
        preset: 'mnist-example',
        seed: '42',
        epochs: 10,
        batchSize: 64,
        learningRate: 0.001,
        optimizer: 'adamw',
        gamma: 0.7,
        shuffle: true,
        precise: true,
        limit: 1000,
        threads: 3,
      },
    });
  });

  it('takes a negative seed, joined or not', () => {
    expect(read('--seed -1').settings.seed).toBe('-1');
    expect(read('--seed=-1 --epochs 2').settings).toMatchObject({ seed: '-1', epochs: 2 });
  });

  it.each([
    ['--batch-size 0', '--batch-size: expected a whole number from 1 to 60000, found 0'],
    ['--batch-size 1.5', '--batch-size: expected a whole number from 1 to 60000, found 1.5'],
    ['--lr nan', "--lr: expected a number, found 'nan'"],
    ['--lr 0x10', "--lr: expected a number, found '0x10'"],
    ['--lr -1', '--lr: expected a number from 1e-9 to 1000, found -1'],
    ['--lr 1e999', '--lr: expected a number from 1e-9 to 1000, found Infinity'],
    ['--threads 65', '--threads: expected a whole number from 1 to 64, found 65'],
    ['--seed x', "--seed: expected a whole number, found 'x'"],
    ['--optimizer lion', '--optimizer: expected one of sgd, adadelta, adam, adamw, found '],
    [
      '--preset mnist',
      '--preset: expected one of tutorial, mnist-example, perceptron, linear, found',
    ],
    ['--json=', "--json: expected the name of a file, found ''"],
    ['--json', "Option '--json <value>' argument missing"],
    ['--json --hello', "Option '--json' argument is ambiguous"],
    ['--epoch 3', "Unknown option '--epoch'"],
    ['-x', "Unknown option '-x'"],
    ['--shuffle=yes', "Option '--shuffle' does not take an argument"],
    ['train.csv', "Unexpected argument 'train.csv'"],
  ])('refuses %s in one line', (line, message) => {
    expect(() => read(line)).toThrow(UsageError);
    expect(() => read(line)).toThrow(message);
    expect(() => read(line)).not.toThrow(/\n/);
  });
});

describe('helpText', () => {
  it('names every option and its default, and every field of the JSON', () => {
    const text = helpText(4);
    for (const word of [
      'preset',
      'seed',
      'epochs',
      'batch-size',
      'lr',
      'optimizer',
      'gamma',
      'shuffle',
      'precise',
    ]) {
      expect(text).toContain(`--${word} `);
    }
    expect(text).toMatch(/--batch-size N .*\[512\]/);
    expect(text).toMatch(/--threads N .*\[3\]/);
    for (const word of ['options', 'steps', 'epochs', 'fingerprints', 'hello', 'memory']) {
      expect(text).toMatch(new RegExp(`^  ${word} `, 'm'));
    }
  });
});
