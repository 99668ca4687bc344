import { describe, expect, it } from 'vitest';
import { NewestWins } from './newest-wins';

/** A task whose calls are answered by hand. */
function byHand() {
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  const task = (input: number) => {
    asked.push(input);
    return new Promise<void>((resolve) => answers.push(resolve));
  };
  const answer = async () => {
    answers.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { asked, task, answer };
}

describe('NewestWins', () => {
  it('does at once what is asked while nothing is under way', async () => {
    const { asked, task, answer } = byHand();
    const queue = new NewestWins(task);
    queue.ask(1);
    expect(asked).toEqual([1]);
    await answer();
    queue.ask(2);
    expect(asked).toEqual([1, 2]);
  });

  it('does one task at a time, and of those that wait only the newest', async () => {
    const { asked, task, answer } = byHand();
    const queue = new NewestWins(task);
    for (const input of [1, 2, 3, 4]) queue.ask(input);
    expect(asked).toEqual([1]);
    await answer();
    expect(asked).toEqual([1, 4]);
    await answer();
    expect(asked).toEqual([1, 4]);
  });
});
