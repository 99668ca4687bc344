import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const built = join(root, 'build', 'bench');

/** Folders and files that the benchmark reads and makes. */
export const places = {
  root,
  bench: import.meta.dirname,
  contest: join(import.meta.dirname, 'contest'),
  page: join(built, 'page'),
  node: join(built, 'node'),
  peers: join(built, 'peers'),
  data: join(built, 'data'),
  site: join(root, 'build', 'site'),
  engines: join(root, 'build', 'public', 'engine'),
  mnist: join(root, 'assets', 'mnist'),
  reference: join(root, 'scripts', 'reference'),
  nativePrograms: join(root, 'build', 'native-release'),
  wasmPrograms: join(root, 'build', 'wasm-simd'),
};
