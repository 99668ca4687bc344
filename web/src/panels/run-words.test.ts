import { expect, it } from 'vitest';
import { newRun, type RunBeginning } from '../shared/runs';
import { defaultSettings } from '../shared/settings';
import { Format } from './format';
import { panelMessages } from './messages';
import { differences, runName } from './run-words';

const run = (settings = {}, more: Partial<RunBeginning> = {}) =>
  newRun({
    id: 'a',
    label: { number: 3, began: null },
    settings: { ...defaultSettings(1), ...settings },
    ...more,
  });

it('names runs by their number, and the reference by its PyTorch', () => {
  expect(runName(run(), panelMessages)).toBe('Run 3');
  expect(runName(run({}, { reference: { torch: '1.13.0a0' } }), panelMessages)).toBe(
    'PyTorch 1.13',
  );
});

it('says in what a run differs from the tutorial', () => {
  const said = (settings: object) => differences(run(settings), panelMessages, new Format('en'));
  expect(said({})).toEqual([]);
  expect(said({ seed: '7', shuffle: true, optimizer: 'adam', limit: 2000 }).sort()).toEqual([
    ...['Optimizer Adam', 'Seed 7', 'Shuffle', 'first 2,000 images'],
  ]);
});
