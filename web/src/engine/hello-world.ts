import type { HelloWorld } from '../shared/protocol';
import type { Engine } from './engine';

/** Runs the tutorial's hello world. Throws for a seed that is none. */
export function helloWorld(
  engine: Engine,
  seed: string,
  learningRate: number,
  steps: number,
): HelloWorld {
  const { x, losses, weights, biases } = engine.helloWorld(seed, learningRate, steps);
  return { x, losses: [...losses], weights: [...weights], biases: [...biases] };
}
