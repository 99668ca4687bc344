import type { Engine } from '../engine/engine';
import { findRoles } from '../engine/file-roles';
import { mnistHashes, mnistNames } from '../engine/mnist';
import type { DataOrigin } from './data-store';
import { Download } from './download';
import { blobSource } from './kept-files';

/** MNIST from a folder of a server. */
export function serverOrigin(baseUrl: string): DataOrigin {
  return {
    source: 'server',
    hashes: mnistHashes,
    early: true,
    lasting: false,
    open(signal) {
      const download = (name: string) => new Download(name, new URL(name, baseUrl).href, signal);
      // Asked for in the order in which they are read, and all at once: a server may take its time.
      const trainingLabels = download(mnistNames.trainingLabels);
      const validationLabels = download(mnistNames.validationLabels);
      const trainingImages = download(mnistNames.trainingImages);
      const validationImages = download(mnistNames.validationImages);
      return Promise.resolve({
        trainingLabels,
        validationLabels,
        trainingImages,
        validationImages,
      });
    },
  };
}

/** Files of the user. */
export function fileOrigin(files: readonly File[], idxKind: Engine['idxKind']): DataOrigin {
  return {
    source: files.map((file) => file.name).join(', '),
    early: false,
    lasting: true,
    open: () =>
      findRoles(
        files.map((file) => blobSource(file.name, file)),
        idxKind,
      ),
  };
}
