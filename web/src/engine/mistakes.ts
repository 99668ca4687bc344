import type { Mistake, Mistakes } from '../shared/run-reports';
import type { EvaluationReport, Session } from './engine';

/** So many misread images of an evaluation are kept to be looked at. */
export const mistakesShown = 200;

/** What the evaluation that `session` has just finished got wrong. */
export function mistakesOf(
  session: Pick<Session, 'misread' | 'confusion' | 'step'>,
  { seen, correct }: EvaluationReport,
): Mistakes {
  const counts = session.confusion();
  const classes = Math.sqrt(counts.length);
  const { indices, labels, read, probabilities } = session.misread();
  const shown = Array.from(indices, (index, i): Mistake => {
    const own = probabilities.subarray(i * classes, (i + 1) * classes);
    return { index, label: labels[i] ?? 0, read: read[i] ?? 0, probabilities: [...own] };
  });
  const confusion = Array.from({ length: classes }, (_, label) => [
    ...counts.subarray(label * classes, (label + 1) * classes),
  ]);
  return { step: session.step(), total: seen - correct, images: seen, shown, confusion };
}
