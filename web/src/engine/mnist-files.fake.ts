import type { ByteSource } from './byte-source';
import type { FileRole, RoleFiles } from './file-roles';
import { mnistNames } from './mnist';

/** A file of memory. */
export function bytesFile(name: string, bytes: readonly number[], pieceSize = 4): ByteSource {
  return {
    name,
    size: bytes.length,
    open: () =>
      Promise.resolve(
        new ReadableStream<Uint8Array>({
          start(controller) {
            for (let i = 0; i < bytes.length; i += pieceSize) {
              controller.enqueue(Uint8Array.from(bytes.slice(i, i + pieceSize)));
            }
            controller.close();
          },
        }),
      ),
  };
}

/** The bytes up to `at`, and the rest once `hold` resolves; `stopped` tells whether its reader had enough. */
export function heldFile(name: string, bytes: readonly number[], at: number, hold: Promise<void>) {
  let stopped = false;
  const file: ByteSource = {
    name,
    size: bytes.length,
    open: () =>
      Promise.resolve(
        new ReadableStream<Uint8Array>({
          async start(controller) {
            if (at > 0) controller.enqueue(Uint8Array.from(bytes.slice(0, at)));
            await hold;
            if (stopped) return;
            controller.enqueue(Uint8Array.from(bytes.slice(at)));
            controller.close();
          },
          cancel() {
            stopped = true;
          },
        }),
      ),
  };
  return { file, stopped: () => stopped };
}

/** Files as the fake engine reads them: a byte that counts the items, then as many of 3s or 1s. */
export function fakeFiles(training: number, validation: number): RoleFiles {
  const counts = { training, validation };
  const file = (role: FileRole, split: keyof typeof counts, value: number) =>
    bytesFile(mnistNames[role], [counts[split], ...Array<number>(counts[split]).fill(value)]);
  return {
    trainingImages: file('trainingImages', 'training', 3),
    trainingLabels: file('trainingLabels', 'training', 1),
    validationImages: file('validationImages', 'validation', 3),
    validationLabels: file('validationLabels', 'validation', 1),
  };
}
