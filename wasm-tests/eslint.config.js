import { common } from '../web/eslint.config.js';

/** Of Node, and of the page for what is sent there. */
const globals = [
  ...['Buffer', 'TextDecoder', 'URL', 'WebAssembly', 'addEventListener', 'console', 'document'],
  ...['fetch', 'process', 'setTimeout'],
];

export default [
  { ignores: ['node_modules/', 'cpp/', 'fixtures/'] },
  ...common(import.meta.dirname),
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(globals.map((name) => [name, 'readonly'])) },
  },
];
