import type { ByteSource } from '../engine/byte-source';
import type { FileRole, RoleFiles } from '../engine/file-roles';

/** Keeps files as they arrive, compressed or not, so that they can be read again. */
export class KeptFiles {
  readonly #parts: Record<FileRole, BlobPart[]> = {
    trainingImages: [],
    trainingLabels: [],
    validationImages: [],
    validationLabels: [],
  };

  keep(role: FileRole, piece: Uint8Array): void {
    this.#parts[role].push(piece as Uint8Array<ArrayBuffer>);
  }

  /** Moves what was kept into blobs: outside of this thread's memory. */
  compact(): void {
    for (const role of Object.keys(this.#parts) as FileRole[]) {
      this.#parts[role] = [new Blob(this.#parts[role])];
    }
  }

  /** What was kept so far, under the names of `originals`. */
  files(originals: RoleFiles): RoleFiles {
    const kept = (role: FileRole) => blobSource(originals[role].name, new Blob(this.#parts[role]));
    return {
      trainingImages: kept('trainingImages'),
      trainingLabels: kept('trainingLabels'),
      validationImages: kept('validationImages'),
      validationLabels: kept('validationLabels'),
    };
  }
}

export function blobSource(name: string, blob: Blob): ByteSource {
  return { name, size: blob.size, open: () => Promise.resolve(blob.stream()) };
}
