import { content, type ByteSource } from './byte-source';
import type { Engine } from './engine';
import { GradletError } from './errors';

/** MNIST's four files, and what they are called in messages. */
export const fileRoles = {
  trainingImages: 'training images',
  trainingLabels: 'training labels',
  validationImages: 'validation images',
  validationLabels: 'validation labels',
} as const;
export type FileRole = keyof typeof fileRoles;

export type RoleFiles = Record<FileRole, ByteSource>;

/** As many bytes as tell what an IDX file holds. */
const magicBytes = 4;

/**
 * Which of the four files each one is: images or labels by what is in it, training or validation by
 * its name. Throws unless each of the four is there once.
 */
export async function findRoles(
  files: readonly ByteSource[],
  idxKind: Engine['idxKind'],
): Promise<RoleFiles> {
  if (files.length !== 4) {
    const names = files.map((file) => file.name).join(', ') || 'none';
    throw new GradletError(`[files] expected MNIST’s four, found ${files.length}: ${names}`);
  }
  const found: Partial<RoleFiles> = {};
  for (const file of files) {
    const role = await roleOf(file, idxKind);
    const other = found[role];
    if (other) {
      throw new GradletError(
        `[${file.name}] expected one file of ${fileRoles[role]}, found ${other.name} as well`,
      );
    }
    found[role] = file;
  }
  // Four files, no role twice: all are there.
  return found as RoleFiles;
}

/** MNIST's own names say `train` or `t10k`. */
export function splitOf(name: string): 'training' | 'validation' {
  const training = /train/i.test(name);
  const validation = /t10k|test|valid/i.test(name);
  if (training === validation) {
    const found = training ? 'both' : 'none';
    throw new GradletError(
      `[${name}] name: expected ‘train’, ‘t10k’ or ‘test’ in it, found ${found}`,
    );
  }
  return training ? 'training' : 'validation';
}

async function roleOf(file: ByteSource, idxKind: Engine['idxKind']): Promise<FileRole> {
  const start: number[] = [];
  for await (const piece of content(file)) {
    start.push(...piece.subarray(0, magicBytes - start.length));
    if (start.length === magicBytes) break;
  }
  const kind = idxKind(file.name, Uint8Array.from(start)) === 'images' ? 'Images' : 'Labels';
  return `${splitOf(file.name)}${kind}`;
}
