import { describe, expect, it } from 'vitest';
import { sameParts, towards } from './in-parts';

/** All lists on the way. */
function way(from: string, to: string, most: number): string[] {
  const steps: string[] = [];
  const target = to.split('');
  let shown = from.split('');
  do {
    shown = towards(shown, target, most);
    steps.push(shown.join(''));
  } while (!sameParts(shown, target) && steps.length < 20);
  return steps;
}

describe('towards', () => {
  it('grows from nothing, some places at a time', () => {
    expect(way('', 'abcde', 2)).toEqual(['ab', 'abcd', 'abcde']);
  });

  it('changes no more places than that, the first ones first', () => {
    expect(way('abcdef', 'aXcYZf', 2)).toEqual(['aXcYef', 'aXcYZf']);
  });

  it('drops at once what is too much', () => {
    expect(way('abcdef', 'Xbc', 2)).toEqual(['Xbc']);
    expect(way('abc', '', 2)).toEqual(['']);
  });

  it('changes places before it grows', () => {
    expect(way('ab', 'XYZ', 1)).toEqual(['Xb', 'XY', 'XYZ']);
  });
});
