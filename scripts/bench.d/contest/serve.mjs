import { repeat } from './repeat.mjs';

/**
 * Makes this worker a contestant: the first message holds its options and a plan, the answer is what
 * `repeat` measured and what `after` adds, or `{ error }`.
 *
 * @param {(options: object) => Promise<{step: Function, after?: () => Promise<object> | object}>} make
 */
export function serve(make) {
  self.onmessage = async ({ data: { options, plan } }) => {
    try {
      const { step, after } = await make(options);
      const measured = await repeat(step, plan);
      self.postMessage({ ...measured, ...(await after?.()) });
    } catch (error) {
      self.postMessage({ error: error instanceof Error ? error.message : String(error) });
    }
  };
}
