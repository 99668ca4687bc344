// gradlet under Node: `node gradlet.mjs '{"engines": …, "mnist": …, "options": …, "plan": …}'` prints what
// was measured as JSON.
import { pathToFileURL } from 'node:url';
import { mnistFiles } from '../../../web/src/cli/files.ts';
import { contestant, load } from './gradlet.mjs';
import { repeat } from './repeat.mjs';

const { engines, mnist, options, plan } = JSON.parse(process.argv[2]);
const engine = await load(pathToFileURL(`${engines}/`).href, 'file://', options.pool);
const { step, after } = await contestant(engine, options, mnistFiles(mnist));
const measured = await repeat(step, plan);
process.stdout.write(JSON.stringify({ ...measured, ...(await after()) }));
// Ends its threads and what yields.
process.exit(0);
