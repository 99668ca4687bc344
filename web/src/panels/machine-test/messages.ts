export const machineMessages = {
  test: 'Test this machine',
  note: 'Trains the tutorial’s network for one epoch and measures it.',
  progress: 'Machine test',
  running: (done: string) => `Measuring … ${done}`,
  result: 'Result of the machine test',
  title: 'gradlet: one epoch of the tutorial’s network on MNIST',
  epoch: (time: string, images: string, batch: string) =>
    `Epoch: ${time} (${images} images, batch size ${batch})`,
  speed: (images: string) => `Speed: ${images} images/s`,
  engine: (build: string, threads: string) => `Engine: ${build}, threads: ${threads}`,
  builds: { simd: 'WebAssembly with SIMD', threads: 'WebAssembly with SIMD and threads' },
  reason: (reason: string) => `Why one thread: ${reason}`,
  processors: (processors: string) => `Processors: ${processors}`,
  browser: (browser: string) => `Browser: ${browser}`,
  copy: 'Copy',
  copied: 'Copied.',
  selected: 'This page may not copy by itself: the text is selected, press Ctrl+C.',
};
