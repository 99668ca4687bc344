import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Each folder of `src`, the folders it may import from, and the packages it may use. */
const folders = {
  shared: { from: [], packages: [] },
  engine: { from: ['shared'], packages: ['engine-build'] },
  worker: { from: ['shared', 'engine'], packages: ['comlink'] },
  client: { from: ['shared'], packages: ['comlink'] },
  panels: { from: ['shared'], packages: ['lit', 'uplot'] },
  app: { from: ['shared', 'panels', 'client'], packages: ['lit'] },
  cli: { from: ['shared', 'engine'], packages: ['node:'] },
};

/** Globals that only one of the places has in which `shared` and `engine` run. */
const placeBound = [
  ...['document', 'location', 'navigator', 'postMessage', 'process', 'self', 'window'],
].map((name) => ({ name, message: 'This code runs in a page, in a worker and in Node.' }));

/** Imports of `folder` that its row of the table does not allow. */
function borders(folder) {
  const { from, packages } = folders[folder];
  const foreign = Object.keys(folders).filter((name) => name !== folder && !from.includes(name));
  // The client starts the worker, by an address that the bundler gives; nothing of it is imported.
  const exception = folder === 'client' ? '(?!/worker\\?worker&url$)' : '';
  const names = packages.map((name) => `${name}${name.endsWith(':') ? '' : '($|/)'}`);
  const allowed = ['\\.', ...names].join('|');
  return {
    patterns: [
      {
        regex: `^(\\.\\./)+(${foreign.join('|')})${exception}(/|$)`,
        message: `${folder} may import from: ${from.join(', ') || 'no other folder'}.`,
      },
      { regex: `^(?!${allowed})`, message: `${folder} may use: ${packages.join(', ') || 'none'}.` },
    ],
  };
}

/** What holds for all TypeScript; `folder` is that of its tsconfig.json. */
export const common = (folder) =>
  defineConfig(eslint.configs.recommended, {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: folder } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An event handler or a getter of one line reads well as one.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An interface that promises an answer is kept also where the answer is there at once.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
    },
  });

export default defineConfig(
  { ignores: ['node_modules/'] },
  common(import.meta.dirname),
  Object.keys(folders).map((folder) => ({
    files: [`src/${folder}/**/*.ts`],
    ignores: ['**/*.{test,fake}.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', borders(folder)] },
  })),
  {
    files: ['src/{shared,engine}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', ...placeBound] },
  },
);
