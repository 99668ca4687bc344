/** What embedders import: a trainer that works in a worker of its own. */
export { createTrainer, type TrainerClient, type TrainerOptions } from './client';
export type * from '../shared/protocol';
export * from '../shared/settings';
