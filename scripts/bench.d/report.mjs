// The results as text: tables in Markdown, which read well in a terminal too.
import { pageRows } from './page/bounds.mjs';
import { ratioRows, verdict } from './ratios.mjs';

/** A number with about so many significant digits, without an exponent. */
export function significant(value, digits = 3) {
  if (value === 0) return '0';
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(decimals);
}

const range = ({ median, min, max }, digits) =>
  `${significant(median, digits)} (${significant(min, digits)}–${significant(max, digits)})`;
const megabytes = (bytes) => `${significant(bytes / 1e6)} MB`;
const percent = (share) => (share === null ? '' : `${(100 * share).toFixed(0)} %`);

/** A table with a head, its columns as wide as they need to be. */
export function table(head, rows) {
  const widths = head.map((title, i) => Math.max(...[title, ...rows.map((r) => r[i])].map(width)));
  const line = (cells) => `| ${cells.map((cell, i) => cell + pad(widths[i], cell)).join(' | ')} |`;
  return [
    line(head),
    `| ${widths.map((w) => '-'.repeat(w)).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n');
}

const width = (text) => [...text].length;
const pad = (columns, text) => ' '.repeat(Math.max(0, columns - width(text)));

export function nameOf({ contestant, variant }) {
  return variant ? `${contestant}, ${variant}` : contestant;
}

/** Everything that `results` hold. */
export function reportText(results) {
  const parts = [headText(results)];
  const add = (title, text) => parts.push(`## ${title}\n\n${text}`);
  const of = (network, sweep) =>
    results.epochs.filter((row) => row.network === network && row.sweep === sweep);
  const tutorial = of('tutorial', undefined);
  if (tutorial.length > 0) add('An epoch of the tutorial', epochTable(tutorial));
  const example = of('example', undefined);
  if (example.length > 0) add('An epoch of PyTorch’s MNIST example', epochTable(example));
  for (const [sweep, title] of Object.entries(sweeps)) {
    const rows = of('tutorial', sweep);
    if (rows.length > 0) add(`Seconds of an epoch by ${title}`, sweepTable(rows, sweep));
  }
  if (results.prediction) add('In the page', answersTable(results));
  if (results.page) add('The page', pageText(results.page));
  if (results.kernels) {
    add('Kernels, WebAssembly', kernelTable(results.kernels.wasm));
    add('Kernels, native', kernelTable(results.kernels.native));
  }
  const ratios = ratioRows(results);
  if (ratios.some(({ value }) => value !== null)) add('Bounds', ratioTable(ratios));
  if (results.skipped.length > 0) {
    add('Left out', results.skipped.map(({ name, why }) => `- ${name}: ${why}`).join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

const sweeps = { batch: 'batch size', image: 'image size, batches of 512', threads: 'threads' };

function headText({ machine, quick, versions, busy }) {
  return [
    `# gradlet: the benchmark, ${machine.date}`,
    ...(quick ? ['', '**A quick run, to see that everything works: not for publishing.**'] : []),
    '',
    `- ${machine.cores} cores of ${machine.processor} (${machine.processorModel}, ${machine.vectors})`,
    `- ${machine.kernel}, Node ${machine.node}, Chromium ${machine.chromium ?? 'none'}`,
    ...(versions.length > 0 ? [`- ${versions.join(', ')}`] : []),
    `- processors busy with other work: ${percent(busy.before)} before it, ${percent(busy.after)} after it`,
    '- an epoch is 60,000 images; times are those of forward, backward and optimizer, scaled to it,',
    '  median (least–most); GFLOP/s count the operations of plain convolutions, whatever the algorithm',
  ].join('\n');
}

function epochTable(rows) {
  const lines = rows.map((row) => {
    const place = [nameOf(row), row.place, String(row.threads)];
    if (row.error) return [...place, 'fails', '', '', '', '', ''];
    const { first, last, steps } = row.losses;
    const note = { true: '', false: ' DID NOT LEARN', null: ', too few to tell' }[row.learned];
    return [
      ...place,
      range(row.seconds),
      significant(row.firstSeconds),
      significant(row.gflops),
      `${first.toFixed(2)} → ${last.toFixed(2)} (${steps} steps)${note}`,
      row.imagesPerSecond ? significant(row.imagesPerSecond.median) : '',
      row.memory ? `${megabytes(row.memory)} ${row.memoryKind}` : '',
    ];
  });
  const head = [
    '',
    'in',
    'threads',
    'seconds',
    'the first',
    'GFLOP/s',
    'loss',
    'reads images/s',
    'memory',
  ];
  const failures = rows
    .filter((row) => row.error)
    .map((row) => `- ${nameOf(row)}, ${row.place}, threads: ${row.threads}: ${row.error}`);
  return [table(head, lines), ...(failures.length > 0 ? [failures.join('\n')] : [])].join('\n\n');
}

/** A row for each value of the sweep, a column for each contestant. */
function sweepTable(rows, sweep) {
  const value = {
    batch: (row) => String(row.batchSize),
    image: (row) => `${row.size}×${row.size}`,
    threads: (row) => String(row.threads),
  }[sweep];
  const columns = [...new Set(rows.map((row) => `${nameOf(row)}, ${row.place}`))];
  return table(
    ['', ...columns],
    [...new Set(rows.map(value))].map((label) => [
      label,
      ...columns.map((column) => {
        const row = rows.find((r) => value(r) === label && `${nameOf(r)}, ${r.place}` === column);
        return row ? (row.error ?? range(row.seconds)) : '';
      }),
    ]),
  );
}

function answersTable({ prediction, startUp, download }) {
  const milliseconds = (times) => `${range(times)} ms`;
  return table(
    ['', ''],
    [
      [
        `a prediction, from the call to the answer, idle (${prediction.count} times)`,
        `${milliseconds(prediction)}, 95 % within ${significant(prediction.percentile95)} ms`,
      ],
      ['from the address to where Train can be pressed', milliseconds(startUp.fromLoad.ready)],
      [
        'from the address, Train pressed at once, to the first step',
        milliseconds(startUp.fromLoad.firstStep),
      ],
      [
        'from pressing Train, with nothing downloaded, to the first step',
        milliseconds(startUp.fromTrain.waited),
      ],
      ['download, gzipped, without MNIST', `${significant(download.oneThread / 1e3)} kB`],
      ['the same with threads', `${significant(download.threads / 1e3)} kB`],
    ],
  );
}

function pageText(page) {
  const { slowing } = page;
  const times =
    slowing && `${significant(slowing.page)} times, its worker ${significant(slowing.worker)}`;
  return [
    `While it trains, the page’s thread is slowed${times ? `: measured, ${times} times` : ''}.`,
    table(
      ['what', 'measured', 'bound', ''],
      pageRows(page).map((row) => [
        row.what,
        amount(row.value, row.unit) || '–',
        row.bound === undefined ? '' : `${row.sense} ${amount(row.bound, row.unit)}`,
        row.bound === undefined ? '' : verdict(row),
      ]),
    ),
  ].join('\n\n');
}

function kernelTable(kernels) {
  return table(
    ['', 'at', 'µs', 'GFLOP/s', 'of the peak', 'GB/s', 'of a copy'],
    kernels.map((kernel) => [
      kernel.group,
      kernel.name,
      significant(kernel.seconds.median * 1e6),
      kernel.operationsPerSecond > 0 ? significant(kernel.operationsPerSecond / 1e9) : '',
      percent(kernel.shareOfPeak),
      kernel.bytesPerSecond > 0 ? significant(kernel.bytesPerSecond / 1e9) : '',
      kernel.shareOfPeak === null ? percent(kernel.shareOfCopy) : '',
    ]),
  );
}

/** Numbers of things have no unit and no decimals. */
const amount = (value, unit) => {
  if (value === undefined || value === null) return '';
  if (!unit && Number.isInteger(value)) return String(value);
  return `${significant(value)}${unit ? ` ${unit}` : ''}`;
};

function ratioTable(ratios) {
  return table(
    ['what', 'measured', 'bound', 'aim', ''],
    ratios.map((row) => [
      row.what,
      amount(row.value, row.unit) || '–',
      `${row.sense} ${amount(row.bound, row.unit)}`,
      amount(row.aim, row.unit),
      verdict(row),
    ]),
  );
}
