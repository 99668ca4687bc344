import { content } from './byte-source';
import type { Engine, ImageSet, ImageSetReader } from './engine';
import type { FileRole, RoleFiles } from './file-roles';

/** SHA-256 of the inflated files; an empty one is not compared. */
export type FileHashes = Record<FileRole, string>;

/** MNIST's own files. */
export const mnistNames: Record<FileRole, string> = {
  trainingImages: 'train-images-idx3-ubyte.gz',
  trainingLabels: 'train-labels-idx1-ubyte.gz',
  validationImages: 't10k-images-idx3-ubyte.gz',
  validationLabels: 't10k-labels-idx1-ubyte.gz',
};

export const mnistHashes: FileHashes = {
  trainingImages: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  trainingLabels: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  validationImages: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  validationLabels: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};

const noHashes: FileHashes = {
  trainingImages: '',
  trainingLabels: '',
  validationImages: '',
  validationLabels: '',
};

export interface DataSets {
  training: ImageSet;
  validation: ImageSet;
  /** Whether the validation images are all here; the training images may still be arriving. */
  validationComplete: boolean;
}

/** Gives back the engine's memory of both sets, once no run uses them either. */
export function deleteSets(sets: DataSets): void {
  sets.training.delete();
  sets.validation.delete();
}

export interface ReadOptions {
  hashes?: FileHashes;
  /** Given the bytes as they arrive, compressed or not. */
  onReceived?: (role: FileRole, piece: Uint8Array) => void;
  /**
   * Called after each piece of images, and at the end of them: the labels are complete by then, and the
   * first `available()` images of both sets have been read. The sets are the caller's to use, but not to
   * delete, until the reading ends.
   */
  onGrown?: (sets: DataSets) => void;
  /** Awaited after each piece, so that others can have their turn: pieces may follow without a gap. */
  rest?: () => Promise<void>;
  /**
   * Stops the reading, which then rejects with the reason. Aborted by the reading too, when it fails,
   * so that the other files stop as well.
   */
  abort?: AbortController;
}

/**
 * Reads the four files: the labels, then the images of both sets at the same time, so that neither the
 * first batch nor the validation waits for the whole of the other. Never holds an inflated file: each
 * piece is resized to `inputSize` × `inputSize` as it comes.
 *
 * Rejects when a file is not what it should be, and leaves nothing behind.
 */
export async function readMnist(
  engine: Engine,
  inputSize: number,
  files: RoleFiles,
  options: ReadOptions = {},
): Promise<DataSets> {
  const { hashes = noHashes, onReceived, onGrown, rest } = options;
  const { abort = new AbortController() } = options;
  const training = new engine.ImageSetReader(
    inputSize,
    hashes.trainingImages,
    hashes.trainingLabels,
  );
  const validation = new engine.ImageSetReader(
    inputSize,
    hashes.validationImages,
    hashes.validationLabels,
  );
  const sets: DataSets = {
    training: training.set(),
    validation: validation.set(),
    validationComplete: false,
  };

  async function feed(role: FileRole, take: (name: string, piece: Uint8Array) => void) {
    const { name } = files[role];
    const received = (piece: Uint8Array) => onReceived?.(role, piece);
    for await (const piece of content(files[role], received, abort.signal)) {
      take(name, piece);
      await rest?.();
    }
  }
  async function labels(reader: ImageSetReader, role: FileRole) {
    await feed(role, (name, piece) => {
      reader.feedLabels(name, piece);
    });
    reader.finishLabels();
  }
  async function images(reader: ImageSetReader, role: FileRole) {
    await feed(role, (name, piece) => {
      reader.feedImages(name, piece);
      onGrown?.(sets);
    });
    reader.finishImages();
    sets.validationComplete ||= reader === validation;
    onGrown?.(sets);
  }
  /** Ends when all have: a reader must not be deleted while it is fed. */
  async function together(readings: Promise<void>[]) {
    const stop = (error: unknown) => {
      abort.abort(error);
    };
    await Promise.all(readings.map((reading) => reading.catch(stop)));
    abort.signal.throwIfAborted();
  }

  try {
    await together([labels(training, 'trainingLabels'), labels(validation, 'validationLabels')]);
    await together([images(training, 'trainingImages'), images(validation, 'validationImages')]);
    return sets;
  } catch (error) {
    deleteSets(sets);
    throw error;
  } finally {
    training.delete();
    validation.delete();
  }
}
