import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pace } from './pace';

/** Makes the steps that are due; says how many. */
function makeDue(pace: Pace): number {
  let made = 0;
  for (; pace.wait === 0 && made < 1000; made += 1) pace.made();
  return made;
}

describe('Pace', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('never waits at full speed', () => {
    expect(makeDue(new Pace())).toBe(1000);
  });

  it.each([
    ['ten', 100],
    ['one', 1000],
  ] as const)('makes the first step at once, and then %s a second', (speed, interval) => {
    const pace = new Pace();
    pace.set(speed);
    for (let i = 0; i < 3; i += 1) {
      expect(makeDue(pace)).toBe(1);
      expect(pace.wait).toBeCloseTo(interval);
      vi.advanceTimersByTime(interval - 1);
      expect(makeDue(pace)).toBe(0);
      vi.advanceTimersByTime(1);
    }
  });

  it('makes up for a timer that came late, but not for an hour of sleep', () => {
    const pace = new Pace();
    pace.set('ten');
    expect(makeDue(pace)).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(makeDue(pace)).toBe(10);
    vi.advanceTimersByTime(3_600_000);
    expect(makeDue(pace)).toBeLessThanOrEqual(11);
  });

  it('makes up for nothing after another reason to wait', () => {
    const pace = new Pace();
    pace.set('ten');
    makeDue(pace);
    vi.advanceTimersByTime(1000);
    pace.excuse();
    expect(makeDue(pace)).toBe(1);
    vi.advanceTimersByTime(30);
    pace.excuse();
    expect(pace.wait).toBeCloseTo(70);
  });

  it('says how long a run takes at its pace, if it could be faster', () => {
    const pace = new Pace();
    const progress = { secondsLeft: 3, step: 20, totalSteps: 120 };
    expect(pace.secondsLeft(progress)).toBe(3);
    pace.set('ten');
    expect(pace.secondsLeft(progress)).toBe(10);
    expect(pace.secondsLeft({ ...progress, secondsLeft: null })).toBe(10);
    expect(pace.secondsLeft({ ...progress, secondsLeft: 30 })).toBe(30);
  });
});
