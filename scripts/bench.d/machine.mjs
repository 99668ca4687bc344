import { readFileSync } from 'node:fs';
import os from 'node:os';
import { chromiumVersion } from './chromium.mjs';

/** Where and when this is. */
export async function describeMachine() {
  const cpu = readFileSync('/proc/cpuinfo', 'utf8');
  const field = (name) => new RegExp(`^${name}\\s*: (.*)$`, 'm').exec(cpu)?.[1] ?? '';
  const vectors = ['avx512f', 'avx2', 'avx', 'sse2'];
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: field('model name') || os.cpus()[0].model,
    processorModel: `family ${field('cpu family')}, model ${field('model')}`,
    vectors: vectors.find((name) => field('flags').split(' ').includes(name)) ?? '',
    cores: os.availableParallelism(),
    memory: os.totalmem(),
    kernel: `${os.type()} ${os.release()}`,
    node: process.version,
    chromium: await chromiumVersion(),
  };
}

/** How much of the processors' time others take, over a second in which nothing is done here; 0 to 1. */
export async function busyShare() {
  const before = processorTimes();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const after = processorTimes();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

/** Of all processors since the start, in the kernel's ticks. */
function processorTimes() {
  const [line] = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = line.trim().split(/\s+/).slice(1).map(Number);
  const [, , , idle, waiting] = ticks;
  // Time of guests is counted among that of users, too.
  return { idle: idle + waiting, all: ticks.slice(0, 8).reduce((sum, n) => sum + n, 0) };
}
