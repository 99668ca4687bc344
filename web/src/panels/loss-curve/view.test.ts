import { describe, expect, it } from 'vitest';
import { moved, pinched, showing, wholeView, within, zoomed } from './view';

const whole = wholeView(1000);

describe('a view', () => {
  it('is at most the whole, which begins before the first step', () => {
    expect(whole).toEqual({ from: 0, to: 1000 });
    expect(within({ from: -50, to: 2000 }, whole)).toBeNull();
    expect(within(whole, whole)).toBeNull();
  });

  it('stays within the whole with its width', () => {
    expect(within({ from: -50, to: 50 }, whole)).toEqual({ from: 0, to: 100 });
    expect(within({ from: 990, to: 1090 }, whole)).toEqual({ from: 900, to: 1000 });
  });

  it('does not become narrower than a few steps', () => {
    expect(within({ from: 499.9, to: 500.1 }, whole)).toEqual({ from: 498, to: 502 });
    expect(wholeView(0)).toEqual({ from: 0, to: 4 });
  });

  it('zooms around a step that stays in its place', () => {
    const view = zoomed({ from: 0, to: 100 }, 25, 0.5);
    expect(view).toEqual({ from: 12.5, to: 62.5 });
    expect((25 - view.from) / (view.to - view.from)).toBe(0.25);
  });

  it('moves no further than needed to show a step', () => {
    const view = { from: 100, to: 200 };
    expect(showing(view, 150)).toEqual(view);
    expect(showing(view, 90)).toEqual({ from: 90, to: 190 });
    expect(showing(view, 205)).toEqual({ from: 105, to: 205 });
    expect(moved(view, -5)).toEqual({ from: 95, to: 195 });
  });

  it('brings the steps that two fingers hold to where the fingers are', () => {
    const view = pinched([40, 60], [0.2, 0.7]);
    expect(view?.from).toBeCloseTo(32);
    expect(view?.to).toBeCloseTo(72);
    // In whichever order they came down.
    expect(pinched([60, 40], [0.7, 0.2])?.to).toBeCloseTo(72);
    expect(pinched([40, 60], [0.5, 0.5])).toBeNull();
    expect(pinched([40, 60], [0.7, 0.2])).toBeNull();
  });
});
