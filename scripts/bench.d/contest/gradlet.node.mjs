// gradlet under Node: `node gradlet.mjs '{"engines": …, "mnist": …, "options": …, "plan": …}'` prints what
// was measured as JSON.
import { pathToFileURL } from 'node:url';
import { mnistFiles } from '../../../web/src/cli/files.ts';
import { contestant, load } from './gradlet.mjs';
import { compete } from './serve.mjs';

const { engines, mnist, options, plan } = JSON.parse(process.argv[2]);
async function make(each) {
  const engine = await load(pathToFileURL(`${engines}/`).href, 'file://', each.pool);
  return contestant(engine, each, mnistFiles(mnist));
}

process.stdout.write(JSON.stringify(await compete(make, options, plan)));
// Ends its threads and what yields.
process.exit(0);
