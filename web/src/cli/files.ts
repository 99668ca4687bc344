import { accessSync, constants, createReadStream, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { ByteSource } from '../engine/byte-source';
import type { RoleFiles } from '../engine/file-roles';
import { mnistNames } from '../engine/mnist';
import { UsageError } from './command-line';

/** MNIST's files in a folder. */
export function mnistFiles(folder: string): RoleFiles {
  const source = (name: string): ByteSource => ({
    name,
    size: 0,
    open: () =>
      Promise.resolve(
        Readable.toWeb(createReadStream(join(folder, name))) as ReadableStream<Uint8Array>,
      ),
  });
  return {
    trainingImages: source(mnistNames.trainingImages),
    trainingLabels: source(mnistNames.trainingLabels),
    validationImages: source(mnistNames.validationImages),
    validationLabels: source(mnistNames.validationLabels),
  };
}

/** Throws unless a file of this name can be written: said before the training, not after it. */
export function refuseUnwritable(flag: string, file: string): void {
  const path = resolve(file);
  try {
    const existing = statSync(path, { throwIfNoEntry: false });
    if (existing?.isDirectory()) throw new Error('a folder');
    accessSync(existing ? path : dirname(path), constants.W_OK);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--${flag}: expected a file that can be written, found: ${found}`);
  }
}
