import type { Engine } from '../engine/engine';
import { GradletError } from '../engine/errors';
import type { RoleFiles } from '../engine/file-roles';
import { deleteSets, readMnist, type DataSets, type FileHashes } from '../engine/mnist';
import type { DataInfo, LoadingProgress } from '../shared/protocol';
import { KeptFiles } from './kept-files';
import { OriginalImages } from './original-images';
import type { Yield } from './pauses';

/** Data are read for so long before a run has its turn, which is of about as much. */
const readMilliseconds = 10;

/** What data have to be like for a run: in its engine's memory, in the size that its network reads. */
export interface DataForm {
  engine: Engine;
  imageSize: number;
}

function sameForm(a: DataForm, b: DataForm): boolean {
  return a.engine === b.engine && a.imageSize === b.imageSize;
}

/** Where data come from. */
export interface DataOrigin {
  /** As `DataInfo` names it. */
  source: string;
  /** Finds the four files; their bytes are not asked for yet. */
  open(signal: AbortSignal): Promise<RoleFiles>;
  /** Whether they can be opened again: they lie on this machine. */
  lasting: boolean;
  /** Of the files, where they are known. */
  hashes?: FileHashes;
  /** Whether a run may begin with what has arrived, before all of it is known to be good. */
  early: boolean;
}

interface Load {
  /** Counts the data that were asked for; the same again when they are read in another form. */
  number: number;
  origin: DataOrigin;
  form: DataForm;
  files: RoleFiles | null;
  received: number;
  abort: AbortController;
  /** What a run may have begun to use already. */
  growing: DataSets | null;
  /** Data that were asked for later are in use by now. */
  overtaken: boolean;
}

/** Data that have arrived, all good. */
interface Used {
  number: number;
  /** Gives the same files again. */
  origin: DataOrigin;
  form: DataForm;
  sets: DataSets;
  info: DataInfo;
}

export interface FailedLoad {
  /** What a run may have begun to use. */
  lost: DataSets | null;
  /** Data in use were read in another form. */
  again: boolean;
}

export interface DataEvents {
  /** Bytes have arrived, or a load has ended. */
  changed(): void;
  failed(error: unknown, load: FailedLoad): void;
}

/**
 * The data in use, and what is being loaded to take their place. Data that cannot be used never
 * replace those in use.
 *
 * The engine holds the images in one size only, that of the network in use: those of 8×8 take 4.5 MB,
 * those of 28×28 take 55 MB. For a network that reads another size, and for another engine, the files
 * are inflated anew, which takes about a second, so they are kept: compressed they are 12 MB, and not of
 * the engine's memory.
 */
export class DataStore {
  readonly #events: DataEvents;
  readonly #yield: Yield;
  readonly #loads = new Set<Load>();
  /** Of the sets that a run may use, also of those that were replaced since. */
  readonly #originals = new WeakMap<DataSets, OriginalImages>();
  #asked = 0;
  #used: Used | null = null;

  constructor(events: DataEvents, yields: Yield) {
    this.#events = events;
    this.#yield = yields;
  }

  /** What a run can begin with now: the data in use, else those that are arriving, in this form. */
  sets(form: DataForm): DataSets | null {
    if (this.#used && sameForm(this.#used.form, form)) return this.#used.sets;
    for (const load of this.#loads) {
      if (load.growing && sameForm(load.form, form)) return load.growing;
    }
    return null;
  }

  /** The validation images of `sets`, which this store has given, as they are in their file. */
  originals(sets: DataSets): OriginalImages | undefined {
    return this.#originals.get(sets);
  }

  /** Whether there are data, in whatever form, or will be unless their load fails. */
  get expected(): boolean {
    return this.#used !== null || this.#loads.size > 0;
  }

  /** Training images of the data in use, else of those that are arriving; 0 while there are none. */
  get trainingImages(): number {
    if (this.#used) return this.#used.info.trainingImages;
    for (const { growing } of this.#loads) if (growing) return growing.training.count();
    return 0;
  }

  /** Of the newest load; null when none is under way. */
  get progress(): LoadingProgress | null {
    const load = [...this.#loads].at(-1);
    if (!load) return null;
    const sizes = load.files ? Object.values(load.files).map(({ size }) => size) : [0];
    const expected = sizes.includes(0) ? 0 : sizes.reduce((sum, size) => sum + size, 0);
    return { received: load.received, expected };
  }

  /** Loads data to replace those in use. Of several loads, the one begun last remains. */
  load(origin: DataOrigin, form: DataForm): Promise<DataInfo> {
    return this.#load((this.#asked += 1), origin, form, /* again= */ false);
  }

  /**
   * Reads the data in use in another form, if there are any and nothing is being loaded. What comes of
   * it is told by the events.
   */
  reread(form: DataForm): void {
    if (!this.#used || sameForm(this.#used.form, form) || this.#loads.size > 0) return;
    const { number, origin } = this.#used;
    this.#load(number, origin, form, /* again= */ true).catch(() => undefined);
  }

  async #load(
    number: number,
    origin: DataOrigin,
    form: DataForm,
    again: boolean,
  ): Promise<DataInfo> {
    const load: Load = {
      number,
      origin,
      form,
      files: null,
      received: 0,
      abort: new AbortController(),
      growing: null,
      overtaken: false,
    };
    this.#loads.add(load);
    this.#events.changed();
    try {
      const used = await this.#read(load).finally(() => this.#loads.delete(load));
      this.#use(load, used);
      return used.info;
    } catch (error) {
      this.#events.failed(error, { lost: load.growing, again });
      throw error;
    } finally {
      this.#events.changed();
    }
  }

  async #read(load: Load): Promise<Used> {
    const { number, origin, form, abort } = load;
    const { source, hashes } = origin;
    const files = (load.files = await origin.open(abort.signal));
    const kept = origin.lasting ? null : new KeptFiles();
    /** Of files that are still arriving, it opens what is here. */
    const reopen: DataOrigin['open'] = (signal) =>
      kept ? Promise.resolve(kept.files(files)) : origin.open(signal);
    const originals = new OriginalImages(async () => {
      const { validationImages } = await reopen(new AbortController().signal);
      return validationImages;
    });
    const sets = await readMnist(form.engine, form.imageSize, files, {
      ...(hashes && { hashes }),
      abort,
      onReceived: (role, piece) => {
        kept?.keep(role, piece);
        load.received += piece.length;
        this.#events.changed();
      },
      onGrown: (grown) => {
        this.#originals.set(grown, originals);
        if (origin.early && grown.training.available() > 0) load.growing = grown;
        // Bytes that were received are images only now.
        this.#events.changed();
      },
      rest: this.#turns(),
    });
    const info = {
      trainingImages: sets.training.count(),
      validationImages: sets.validation.count(),
      source,
    };
    kept?.compact();
    // Known to be good, so that a run need not wait for all of them the next time.
    const again: DataOrigin = { ...origin, early: true, lasting: true, open: reopen };
    return { number, origin: again, form, sets, info };
  }

  /** To be awaited often: returns to the event loop now and then. */
  #turns(): () => Promise<void> {
    let begun = performance.now();
    return async () => {
      if (performance.now() - begun < readMilliseconds) return;
      await this.#yield.now();
      begun = performance.now();
    };
  }

  #use(load: Load, used: Used): void {
    if (load.overtaken) {
      // A run that began with them goes on: its session holds them too.
      deleteSets(used.sets);
      load.growing = null;
      throw overtaken();
    }
    // What is left was asked for before this, or has yet to overtake it.
    for (const other of this.#loads) {
      if (other.number > load.number) continue;
      other.overtaken = true;
      if (!other.growing) other.abort.abort(overtaken());
    }
    if (this.#used) deleteSets(this.#used.sets);
    this.#used = used;
  }
}

function overtaken(): GradletError {
  return new GradletError('other data were loaded meanwhile');
}
