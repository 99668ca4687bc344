/** The steps that a curve shows; the whole of it begins at 0, before the first step. */
export interface View {
  from: number;
  to: number;
}

/** Nothing narrower than this is shown. */
const leastSpan = 4;

export function span({ from, to }: View): number {
  return to - from;
}

/** The whole run of `steps` steps. */
export function wholeView(steps: number): View {
  return { from: 0, to: Math.max(leastSpan, steps) };
}

/** `view` moved, and if need be narrowed or widened, to lie within `whole`; null if that is all of it. */
export function within(view: View, whole: View): View | null {
  const width = Math.min(span(whole), Math.max(leastSpan, span(view)));
  if (width >= span(whole)) return null;
  const middle = (view.from + view.to) / 2;
  const from = Math.min(whole.to - width, Math.max(whole.from, middle - width / 2));
  return { from, to: from + width };
}

/** `factor` times as wide, with step `at` staying where it is. */
export function zoomed(view: View, at: number, factor: number): View {
  return { from: at + (view.from - at) * factor, to: at + (view.to - at) * factor };
}

export function moved(view: View, by: number): View {
  return { from: view.from + by, to: view.to + by };
}

/** Moved no further than needed for `step` to be seen. */
export function showing(view: View, step: number): View {
  if (step < view.from) return moved(view, step - view.from);
  return step > view.to ? moved(view, step - view.to) : view;
}

/** Where two fingers that lie at steps `a` and `b` of `view` must bring it, at their places now (0 to 1). */
export function pinched(steps: [number, number], places: [number, number]): View | null {
  const apart = places[1] - places[0];
  if (Math.abs(apart) < 0.02) return null;
  const perWidth = (steps[1] - steps[0]) / apart;
  if (perWidth <= 0) return null;
  const from = steps[0] - places[0] * perWidth;
  return { from, to: from + perWidth };
}
