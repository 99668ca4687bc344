import base from './playwright.config.ts';
export default { ...base, testDir: '/work/main/wasm-tests/browser', outputDir: '/tmp/w/page/pw', webServer: { ...base.webServer, command: 'npx vite preview --outDir /tmp/w/page/real --host 127.0.0.1 --port 41879 --strictPort', cwd: '/work/main/web' } };
