import { describe, expect, it } from 'vitest';
import { Report } from './report';

function report(isTTY: boolean) {
  let text = '';
  const output = {
    isTTY,
    columns: 60,
    write: (piece: string) => {
      text += piece;
      return true;
    },
  };
  return { report: new Report(output), text: () => text };
}

const losses = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ step: from + i, loss: (from + i) / 10 }));
const progress = {
  step: 3,
  totalSteps: 12,
  epoch: 1,
  epochs: 1,
  loss: 0.3,
  imagesPerSecond: 24321.4,
  secondsLeft: 1.2,
};

describe('Report', () => {
  it('prints two decimals of each loss, ten in a row with the first one’s step', () => {
    const { report: made, text } = report(false);
    made.steps(losses(1, 4));
    made.steps(losses(5, 12));
    made.progress(progress);
    made.end();
    expect(text()).toBe(
      'step     1  0.10 0.20 0.30 0.40 0.50 0.60 0.70 0.80 0.90 1.00\nstep    11  1.10 1.20\n',
    );
  });

  it('begins a new row after whatever stands between', () => {
    const { report: made, text } = report(false);
    made.steps(losses(1, 1));
    made.fingerprint({ step: 1, sha256: 'abc' });
    made.steps(losses(2, 2));
    made.epoch({ epoch: 1, step: 2, accuracy: 0.884, loss: 0.36, seconds: 1.234, fingerprint: '' });
    expect(text().split('\n')).toEqual([
      'step     1  0.10',
      'after step 1: sha256 abc',
      'step     2  0.20',
      'epoch 1: 88.40% correct, loss 0.3600, 1.23 s',
      '',
    ]);
  });

  it('keeps its progress bar on one line of a terminal, and takes it away', () => {
    const { report: made, text } = report(true);
    made.progress(progress);
    const bar = text().replace('\r\x1b[K', '');
    expect(bar).toMatch(/^█{6}░{18} step 3 of 12, epoch 1 of 1/);
    expect(bar.length).toBeLessThan(60);
    made.line('done');
    expect(text().endsWith('\r\x1b[Kdone\n')).toBe(true);
  });
});
