// gradlet in a module worker.
import { serverOrigin } from '../../../web/src/worker/origins.ts';
import { contestant, load } from './gradlet.mjs';
import { serve } from './serve.mjs';

serve(async (options) => {
  const engineUrl = new URL('/site/engine/', location.origin).href;
  const engine = await load(engineUrl, location.origin, options.pool);
  const mnist = serverOrigin(new URL('/site/mnist/', location.origin).href);
  const files = await mnist.open(new AbortController().signal);
  return contestant(engine, options, files);
});
