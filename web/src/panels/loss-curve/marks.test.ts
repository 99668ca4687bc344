import { expect, it } from 'vitest';
import { apart } from './marks';

it('leaves out marks that lie too near, from the newest backwards', () => {
  const places = [0, 3, 6, 9, 12, 15, 16];
  expect(apart(places, (place) => place, 6)).toEqual([3, 9, 16]);
  expect(apart(places, (place) => place, 1)).toEqual(places);
  expect(apart([], Number, 6)).toEqual([]);
});
