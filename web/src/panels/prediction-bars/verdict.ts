/** Above this probability the network is said to read a digit; below, to guess at it. */
const sureAbove = 0.5;

export type Verdict =
  { kind: 'nothing' | 'broken' | 'untrained' } | { kind: 'unsure' | 'sure'; best: number };

/** What the probabilities of all classes say; null when there was nothing to read. */
export function verdictOf(probabilities: readonly number[] | null, untrained: boolean): Verdict {
  if (probabilities === null) return { kind: 'nothing' };
  if (!probabilities.every((share) => Number.isFinite(share))) return { kind: 'broken' };
  if (untrained) return { kind: 'untrained' };
  const most = Math.max(...probabilities);
  return { kind: most > sureAbove ? 'sure' : 'unsure', best: probabilities.indexOf(most) };
}
