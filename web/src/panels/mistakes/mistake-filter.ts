import type { Mistake } from '../../shared/run-reports';

/** Which mistakes are looked at: of one label, of one reading, of both; null is all. */
export interface MistakeFilter {
  readonly label: number | null;
  readonly read: number | null;
}

export const allMistakes: MistakeFilter = { label: null, read: null };

export function sameFilter(one: MistakeFilter, other: MistakeFilter): boolean {
  return one.label === other.label && one.read === other.read;
}

export function passes({ label, read }: MistakeFilter, mistake: Mistake): boolean {
  return (label === null || label === mistake.label) && (read === null || read === mistake.read);
}

/** How many images were misread that the filter lets pass: all of them, not those kept alone. */
export function misreadCount(confusion: readonly number[][], filter: MistakeFilter): number {
  let count = 0;
  confusion.forEach((row, label) => {
    row.forEach((images, read) => {
      const passing =
        (filter.label === null || filter.label === label) &&
        (filter.read === null || filter.read === read);
      if (label !== read && passing) count += images;
    });
  });
  return count;
}

/** The largest number of one class taken for one other. */
export function mostMisread(confusion: readonly (readonly number[])[]): number {
  return Math.max(0, ...confusion.flatMap((row, label) => row.filter((_, read) => read !== label)));
}
