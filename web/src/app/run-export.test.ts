import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CurveView } from '../panels';
import { panelMessages } from '../panels/messages';
import {
  appendEvaluations,
  appendFingerprints,
  appendSteps,
  newRun,
  setLearningRateChanges,
  showRun,
  type RunRecord,
} from '../shared/runs';
import { defaultSettings } from '../shared/settings';
import { exportRuns, runsAsCsv } from './run-export';
import { palette } from './run-svg';

const whole: CurveView = { view: null, scale: 'linear' };

function run(number: number, losses: readonly number[]): RunRecord {
  const record = newRun({
    id: `r${number}`,
    label: { number, began: Date.UTC(2024, 0, 2, 3, 4, 5) },
    settings: { ...defaultSettings(1), seed: String(number), gamma: 0.5, epochs: 2 },
    engine: { build: 'threads', threads: 3 },
  });
  Object.assign(record, { state: 'finished', stepsPerEpoch: 2, totalSteps: losses.length });
  appendSteps(
    record,
    losses.map((loss, index) => ({ step: index + 1, loss })),
  );
  const result = { accuracy: 0.25, loss: 1.5, seconds: 0.5 };
  appendEvaluations(record, [
    { epoch: 0, step: 0, ...result, fingerprint: 'f0' },
    { epoch: 1, step: 2, ...result, fingerprint: 'f2' },
  ]);
  appendFingerprints(record, [{ step: 1, sha256: 'f1' }]);
  return record;
}

function shown(...runs: RunRecord[]): RunRecord[] {
  for (const record of runs) showRun(runs, record);
  return runs;
}

const exported = (runs: RunRecord[], format: 'csv' | 'json' | 'svg', view = whole) =>
  exportRuns(runs, format, view, panelMessages);

describe('CSV', () => {
  it('has a line for each step, and one for what was measured before the first', () => {
    const file = exported(shown(run(1, [2.5, 1.25, 0.75])), 'csv');
    expect(file).toMatchObject({ name: 'gradlet-runs.csv', type: 'text/csv' });
    expect(file.text.split('\r\n')).toEqual([
      'run,epoch,step,loss,val_loss,val_accuracy,learning_rate',
      'Run 1,0,0,,1.5,0.25,',
      'Run 1,1,1,2.5,,,1',
      'Run 1,1,2,1.25,1.5,0.25,1',
      'Run 1,2,3,0.75,,,0.5',
      '',
    ]);
  });

  it('leaves empty what is no finite number', () => {
    const lines = exported(shown(run(1, [NaN, Infinity])), 'csv').text.split('\r\n');
    expect(lines[2]).toBe('Run 1,1,1,,,,1');
    expect(lines[3]).toBe('Run 1,1,2,,1.5,0.25,1');
  });

  it('quotes names that would break a line apart', () => {
    const name = (number: string) => `Run "${number}", again`;
    const messages = { ...panelMessages, runs: { ...panelMessages.runs, name } };
    expect(runsAsCsv(shown(run(1, [1])), messages).split('\r\n')[1]).toBe(
      '"Run ""1"", again",0,0,,1.5,0.25,',
    );
  });

  it('holds the runs that are shown, and no others', () => {
    const hidden = run(2, [1]);
    const { text } = exported([...shown(run(1, [1])), hidden], 'csv');
    expect(text).toContain('Run 1');
    expect(text).not.toContain('Run 2');
  });
});

describe('JSON', () => {
  it('has the command line’s names', () => {
    const record = run(7, [2.5, NaN]);
    setLearningRateChanges(record, [{ step: 1, learningRate: 0.1 }]);
    const { runs } = JSON.parse(exported(shown(record), 'json').text) as { runs: unknown[] };
    expect(runs).toEqual([
      {
        name: 'Run 7',
        torch: null,
        began: '2024-01-02T03:04:05.000Z',
        state: 'finished',
        options: {
          preset: 'tutorial',
          seed: 7,
          epochs: 2,
          batch_size: 512,
          lr: 1,
          optimizer: 'adadelta',
          gamma: 0.5,
          shuffle: false,
          precise: false,
          limit: 0,
          threads: 1,
        },
        engine: { build: 'threads', threads: 3 },
        data: null,
        steps: [
          { step: 1, loss: 2.5 },
          { step: 2, loss: null },
        ],
        epochs: [
          { epoch: 0, val_accuracy: 0.25, val_loss: 1.5, seconds: 0.5 },
          { epoch: 1, val_accuracy: 0.25, val_loss: 1.5, seconds: 0.5 },
        ],
        fingerprints: [
          { step: 0, sha256: 'f0' },
          { step: 1, sha256: 'f1' },
          { step: 2, sha256: 'f2' },
        ],
        learning_rate_changes: [{ step: 1, lr: 0.1 }],
      },
    ]);
  });
});

describe('SVG', () => {
  const losses = Array.from({ length: 50_000 }, (_, index) => 2 + Math.sin(index / 100));
  const picture = (view = whole, ...runs: RunRecord[]) =>
    exported(shown(...runs), 'svg', view).text;

  /** Names of all elements; throws where one is not closed. */
  function elements(text: string): string[] {
    const open: string[] = [];
    const names: string[] = [];
    for (const [, end, name = '', closed] of text.matchAll(/<(\/?)([a-zA-Z]+)[^<>]*?(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else {
        names.push(name);
        if (!closed) open.push(name);
      }
    }
    expect(open).toEqual([]);
    return names;
  }

  it('is well-formed and stands alone: no raster, no style sheet, nothing from elsewhere', () => {
    const text = picture(whole, run(1, [2, 1]), run(2, [2.5, 0.5]));
    expect(new Set(elements(text))).toEqual(
      new Set(['svg', 'title', 'desc', 'clipPath', 'rect', 'text', 'path', 'g', 'circle']),
    );
    expect(text).not.toMatch(/href|var\(|url\((?!#plot\))|NaN|undefined|Infinity/);
    expect(text).toContain('<title>Loss curve: Run 1, Run 2</title>');
    expect(text).toContain('>Loss 0.5000, Right 25.00\u00a0%</text>');
  });

  it('has two lines a run, each run with dashes of its own', () => {
    const text = picture(whole, run(1, [2, 1]), run(2, [2.5, 0.5]), run(3, [1, 1]));
    const bold = [...text.matchAll(/<path d="M[^"]*L[^"]*" [^>]*stroke-width="2"([^>]*)\/>/g)];
    expect(bold.length).toBe(3);
    expect(new Set(bold.map(([, rest]) => rest)).size).toBe(3);
    expect(text.match(/stroke-opacity="0.4"/g)?.length).toBe(3);
  });

  it('stays small for long runs', () => {
    expect(picture(whole, run(1, losses)).length).toBeLessThan(60_000);
  });

  it('shows the part that the curve shows', () => {
    const text = picture({ ...whole, view: { from: 100, to: 200 } }, run(1, losses));
    expect(text).toMatch(/>150<\/text>/);
    expect(text).not.toMatch(/>10,000<\/text>/);
  });

  it('escapes names', () => {
    const messages = { ...panelMessages, runs: { ...panelMessages.runs, name: () => '<a> & "b"' } };
    const { text } = exportRuns(shown(run(1, [1, 2])), 'svg', whole, messages);
    expect(text).toContain('&lt;a&gt; &amp; "b"');
    elements(text);
  });

  it('has the colours of the light theme', () => {
    const tokens = readFileSync(new URL('../panels/tokens.css', import.meta.url), 'utf8');
    const light = tokens.slice(0, tokens.indexOf('@media'));
    const value = (name: string): string => {
      const found = new RegExp(`--${name}: ([^;]+);`).exec(light)?.[1] ?? '';
      const other = /^var\(--(.+)\)$/.exec(found)?.[1];
      return other === undefined ? found : value(other);
    };
    for (const [name, color] of Object.entries(palette)) expect(value(name), name).toBe(color);
  });
});
