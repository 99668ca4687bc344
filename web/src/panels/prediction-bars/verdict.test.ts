import { describe, expect, it } from 'vitest';
import { verdictOf } from './verdict';

describe('verdictOf', () => {
  it('names the likeliest class, the first of equals', () => {
    expect(verdictOf([0.1, 0.2, 0.7], false)).toEqual({ kind: 'sure', best: 2 });
    expect(verdictOf([0.2, 0.4, 0.4], false)).toEqual({ kind: 'unsure', best: 1 });
    expect(verdictOf([0.5, 0.5], false)).toEqual({ kind: 'unsure', best: 0 });
  });

  it('reads nothing into an untrained network', () => {
    expect(verdictOf([0.05, 0.95], true)).toEqual({ kind: 'untrained' });
  });

  it('says when there is no answer', () => {
    expect(verdictOf(null, true)).toEqual({ kind: 'nothing' });
    expect(verdictOf([Number.NaN, Number.NaN], false)).toEqual({ kind: 'broken' });
    expect(verdictOf([Number.NaN, 1], true)).toEqual({ kind: 'broken' });
  });
});
