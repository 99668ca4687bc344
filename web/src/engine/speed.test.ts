import { describe, expect, it } from 'vitest';
import { Speed } from './speed';

describe('Speed', () => {
  it('is 0 before anything is done', () => {
    expect(new Speed().perSecond).toBe(0);
  });

  it('counts the seconds of slices that finish no step', () => {
    const speed = new Speed();
    speed.add(0, 0.5);
    speed.add(512, 0.5);
    expect(speed.perSecond).toBe(512);
  });

  it('forgets what is older than its window', () => {
    const speed = new Speed(1);
    speed.add(1000, 1);
    for (let i = 0; i < 4; i += 1) speed.add(10, 0.5);
    expect(speed.perSecond).toBe(20);
  });
});
