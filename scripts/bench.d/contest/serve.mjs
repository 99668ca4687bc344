import { repeatInTurns } from './repeat.mjs';

/**
 * Makes this worker a contestant, or several that take turns: the first message holds the options of each
 * and a plan, the answer is, of each, what was measured and what `after` adds, or `{ error }`.
 *
 * @param {(options: object) => Promise<{step: Function, after?: () => Promise<object> | object}>} make
 */
export function serve(make) {
  self.onmessage = async ({ data: { options, plan } }) => {
    try {
      self.postMessage(await compete(make, options, plan));
    } catch (error) {
      self.postMessage({ error: error instanceof Error ? error.message : String(error) });
    }
  };
}

/** What `serve` answers; under Node too. */
export async function compete(make, options, plan) {
  const contestants = [];
  for (const each of options) contestants.push(await make(each));
  const measured = await repeatInTurns(
    contestants.map(({ step }) => step),
    plan,
  );
  const whole = [];
  for (const [i, { after }] of contestants.entries()) {
    whole.push({ ...measured[i], ...(await after?.()) });
  }
  return whole;
}
