import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const folder = new URL('../../../assets/mnist/', import.meta.url).pathname;

export const names = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;
export type Name = (typeof names)[number];

/** Path of one of the four original files, gzipped. */
export function gzipped(name: Name): string {
  return join(folder, `${name}.gz`);
}

/** One of the four original files, inflated. */
export async function inflated(name: Name): Promise<Buffer> {
  return gunzipSync(await readFile(gzipped(name)));
}

/** Writes `content` as a file of this name below `into`, and gives back its path. */
export async function place(into: string, name: string, content: Uint8Array): Promise<string> {
  const path = join(into, name);
  await writeFile(path, content);
  return path;
}

/** The four gzipped files with `replacement` in the place of the one that it is named after. */
export function withOne(name: Name, replacement: string): string[] {
  return names.map((other) => (other === name ? replacement : gzipped(other)));
}

export interface BadFile {
  title: string;
  /** Which of the four files it takes the place of. */
  name: Name;
  /** As it is stored; `.gz` or not. */
  stored: string;
  make: () => Promise<Uint8Array>;
  /** Words that the message must hold besides the file's name. */
  says: RegExp;
}

const labels: Name = 't10k-labels-idx1-ubyte';
const images: Name = 't10k-images-idx3-ubyte';

async function changed(name: Name, change: (bytes: Buffer) => void): Promise<Buffer> {
  const bytes = Buffer.from(await inflated(name));
  change(bytes);
  return bytes;
}

/** One bad file of each kind. */
export const badFiles: BadFile[] = [
  {
    title: 'truncated',
    name: images,
    stored: images,
    make: async () => (await inflated(images)).subarray(0, 1_000_000),
    says: /7840016.*1000000|1000000.*7840016|expected.*found/,
  },
  {
    title: 'oversized',
    name: labels,
    stored: labels,
    make: async () => Buffer.concat([await inflated(labels), Buffer.from([1])]),
    says: /expected.*found/,
  },
  {
    title: 'of a wrong magic number',
    name: images,
    stored: images,
    make: () => changed(images, (bytes) => bytes.writeUInt32BE(0x12345678, 0)),
    says: /magic.*expected.*found/,
  },
  {
    title: 'with fewer labels than images',
    name: labels,
    stored: labels,
    make: async () => {
      const bytes = Buffer.from((await inflated(labels)).subarray(0, 8 + 9000));
      bytes.writeUInt32BE(9000, 4);
      return bytes;
    },
    says: /(?=.*9,?000)(?=.*10,?000)expected.*found/s,
  },
  {
    title: 'with a label above 9',
    name: labels,
    stored: labels,
    make: () => changed(labels, (bytes) => bytes.writeUInt8(10, 100)),
    says: /label.*expected.*found.*10/,
  },
  {
    title: 'empty',
    name: labels,
    stored: labels,
    make: () => Promise.resolve(Buffer.alloc(0)),
    says: /expected.*empty/,
  },
  {
    title: 'that is no IDX file',
    name: images,
    stored: images,
    make: () => Promise.resolve(Buffer.from('\u0089PNG, a holiday picture', 'latin1')),
    says: /expected.*found/,
  },
  {
    title: 'of gzip that does not inflate',
    name: labels,
    stored: `${labels}.gz`,
    make: async () => {
      const bytes = gzipSync(await inflated(labels));
      bytes.fill(0x55, 200, 1000);
      return bytes;
    },
    says: /expected.*found|inflate/,
  },
  {
    title: 'of gzip that inflates past its header’s promise',
    name: labels,
    stored: `${labels}.gz`,
    make: async () => gzipSync(Buffer.concat([await inflated(labels), Buffer.alloc(5_000_000)])),
    says: /expected.*found/,
  },
];
