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
}

/** Gives back the engine's memory of both sets, once no run uses them either. */
export function deleteSets(sets: DataSets): void {
  sets.training.delete();
  sets.validation.delete();
}

export interface ReadOptions {
  hashes?: FileHashes;
  /** Told of bytes as they arrive, compressed or not. */
  onReceived?: (bytes: number) => void;
  /**
   * Called after each piece of the training images: the labels and the validation images are complete
   * by then, and `available()` of the training images have been read. The sets are the caller's to
   * use, but not to delete, until the reading ends.
   */
  onGrown?: (sets: DataSets) => void;
  /** Stops the reading, which then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Reads the four files, the small ones first, so that training can begin with the first batch. Never
 * holds an inflated file: each piece is resized to `inputSize` × `inputSize` as it comes.
 *
 * Rejects when a file is not what it should be, and leaves nothing behind.
 */
export async function readMnist(
  engine: Engine,
  inputSize: number,
  files: RoleFiles,
  options: ReadOptions = {},
): Promise<DataSets> {
  const { hashes = noHashes, onReceived, onGrown, signal } = options;
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
  const sets: DataSets = { training: training.set(), validation: validation.set() };

  async function feed(role: FileRole, take: (name: string, piece: Uint8Array) => void) {
    const { name } = files[role];
    for await (const piece of content(files[role], onReceived)) {
      signal?.throwIfAborted();
      take(name, piece);
    }
  }
  async function labels(reader: ImageSetReader, role: FileRole) {
    await feed(role, (name, piece) => {
      reader.feedLabels(name, piece);
    });
    reader.finishLabels();
  }

  try {
    await labels(training, 'trainingLabels');
    await labels(validation, 'validationLabels');
    await feed('validationImages', (name, piece) => {
      validation.feedImages(name, piece);
    });
    validation.finishImages();
    await feed('trainingImages', (name, piece) => {
      training.feedImages(name, piece);
      onGrown?.(sets);
    });
    training.finishImages();
    return sets;
  } catch (error) {
    deleteSets(sets);
    throw error;
  } finally {
    training.delete();
    validation.delete();
  }
}
