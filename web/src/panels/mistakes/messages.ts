export const mistakesMessages = {
  none: 'After each test on unseen digits, those that were misread are shown here.',
  allRight: (images: string, step: string) =>
    `All ${images} unseen digits are read right after step ${step}.`,
  total: (misread: string, images: string, step: string) =>
    `${misread} of ${images} unseen digits are misread after step ${step}.`,
  kept: (kept: string) => `The first ${kept} of them can be looked at.`,
  hint: 'Pick one to lay it on the sketchpad and change it.',

  table: 'Which digit is taken for which',
  axes: 'Rows: what it is. Columns: what it is read as. Pick a number to see these alone.',
  all: 'all',
  allLabel: 'All misread digits',
  label: (name: string) => `Is ${name}`,
  read: (name: string) => `Read as ${name}`,
  taken: (label: string, read: string, count: string) => `${label} read as ${read}: ${count}`,
  right: (label: string, count: string) => `${label} read right: ${count}`,

  gallery: 'Misread digits',
  /** Above those that the table's choice leaves; one of `label` and `read` may be null. */
  filtered: (label: string | null, read: string | null, here: string, count: string) => {
    const misread = label === null ? '' : `${label} misread`;
    const which = read === null ? misread : `${label ?? 'Others'} read as ${read}`;
    return `${which}: ${here} of ${count} here.`;
  },
  everything: 'Show all',
  is: (label: string) => `is ${label}`,
  readAs: (read: string) => `read as ${read}`,
  pick: 'Lay it on the sketchpad',
  more: (count: string) => `Show ${count} more`,
};
