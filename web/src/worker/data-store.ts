import type { Engine } from '../engine/engine';
import { GradletError } from '../engine/errors';
import type { RoleFiles } from '../engine/file-roles';
import { deleteSets, readMnist, type DataSets, type FileHashes } from '../engine/mnist';
import type { DataInfo, LoadingProgress } from '../shared/protocol';

/** Where data come from. */
export interface DataOrigin {
  /** As `DataInfo` names it. */
  source: string;
  /** Finds the four files; their bytes are not asked for yet. */
  open(signal: AbortSignal): Promise<RoleFiles>;
  /** Of the files, where they are known. */
  hashes?: FileHashes;
  /** Whether a run may begin with what has arrived, before all of it is known to be good. */
  early: boolean;
}

interface Load {
  /** Counts all loads. */
  number: number;
  origin: DataOrigin;
  progress: LoadingProgress;
  abort: AbortController;
  /** What a run may have begun to use already. */
  growing: DataSets | null;
  /** Data whose load began later are in use by now. */
  overtaken: boolean;
}

export interface DataEvents {
  /** Bytes have arrived, or a load has ended. */
  changed(): void;
  /** A load has failed; `lost` are the sets that a run may have begun to use. */
  failed(error: unknown, lost: DataSets | null): void;
}

/**
 * The data in use, and what is being loaded to take their place. Data that cannot be used never
 * replace those in use.
 */
export class DataStore {
  readonly #engine: Engine;
  readonly #inputSize: number;
  readonly #events: DataEvents;
  readonly #loads = new Set<Load>();
  #begun = 0;
  #sets: DataSets | null = null;

  constructor(engine: Engine, inputSize: number, events: DataEvents) {
    this.#engine = engine;
    this.#inputSize = inputSize;
    this.#events = events;
  }

  /** What a run can begin with now: the data in use, else those that are arriving. */
  get sets(): DataSets | null {
    if (this.#sets) return this.#sets;
    for (const load of this.#loads) if (load.growing) return load.growing;
    return null;
  }

  /** Whether there are data, or will be unless their load fails. */
  get expected(): boolean {
    return this.#sets !== null || this.#loads.size > 0;
  }

  /** Of the newest load; null when none is under way. */
  get progress(): LoadingProgress | null {
    return [...this.#loads].at(-1)?.progress ?? null;
  }

  /** Loads data to replace those in use. Of several loads, the one begun last remains. */
  async load(origin: DataOrigin): Promise<DataInfo> {
    const load: Load = {
      number: (this.#begun += 1),
      origin,
      progress: { received: 0, expected: 0 },
      abort: new AbortController(),
      growing: null,
      overtaken: false,
    };
    this.#loads.add(load);
    this.#events.changed();
    try {
      const sets = await this.#read(load).finally(() => this.#loads.delete(load));
      return this.#use(load, sets);
    } catch (error) {
      this.#events.failed(error, load.growing);
      throw error;
    } finally {
      this.#events.changed();
    }
  }

  async #read(load: Load): Promise<DataSets> {
    const { origin, progress } = load;
    const { signal } = load.abort;
    const files = await origin.open(signal);
    const sizes = Object.values(files).map((file) => file.size);
    if (!sizes.includes(0)) progress.expected = sizes.reduce((sum, size) => sum + size, 0);
    return readMnist(this.#engine, this.#inputSize, files, {
      ...(origin.hashes && { hashes: origin.hashes }),
      signal,
      onReceived: (bytes) => {
        progress.received += bytes;
        this.#events.changed();
      },
      onGrown: (sets) => {
        if (origin.early && sets.training.available() > 0) load.growing = sets;
      },
    });
  }

  #use(load: Load, sets: DataSets): DataInfo {
    if (load.overtaken) {
      // A run that began with them goes on: its session holds them too.
      deleteSets(sets);
      load.growing = null;
      throw overtaken();
    }
    // What is left was begun before this load, or has yet to overtake it.
    for (const other of this.#loads) {
      if (other.number > load.number) continue;
      other.overtaken = true;
      if (!other.growing) other.abort.abort(overtaken());
    }
    if (this.#sets) deleteSets(this.#sets);
    this.#sets = sets;
    return {
      trainingImages: sets.training.count(),
      validationImages: sets.validation.count(),
      source: load.origin.source,
    };
  }
}

function overtaken(): GradletError {
  return new GradletError('other data were loaded meanwhile');
}
