import type { EngineInfo, Trainer, UpdateListener } from './protocol';
import type { RunSettings } from './settings';

/** Where a trainer finds its files: absolute addresses of folders, with a slash at the end. */
export interface Places {
  /** Of the engine's builds. */
  engine: string;
  /** Of MNIST's four files, for a run that is started before any data was asked for. */
  data: string;
}

/** The trainer as its worker offers it: it cannot know by itself where its files are. */
export interface TrainerService extends Omit<Trainer, 'start'> {
  start(settings: RunSettings, listener: UpdateListener, places: Places): Promise<EngineInfo>;
}
