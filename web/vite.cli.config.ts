import { defineConfig } from 'vite';

/** The command line: one file for Node, which finds the engine and MNIST beside itself. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    ssr: 'src/cli/train.ts',
    outDir: '../build/cli',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'train.mjs' } },
  },
  ssr: { noExternal: true },
});
