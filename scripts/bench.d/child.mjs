import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

const megabyte = 2 ** 20;

/**
 * Runs a program that prints JSON. Rejects with what it complains of.
 *
 * @returns {Promise<{output: any, memory: number}>} with the most memory that it had at a time, in bytes
 */
export function runJson(program, parameters) {
  return new Promise((resolve, reject) => {
    let memory = 0;
    const child = execFile(
      program,
      parameters,
      { maxBuffer: 256 * megabyte },
      (error, stdout, stderr) => {
        clearInterval(watch);
        if (error) {
          reject(new Error(complaint(stderr) ?? error.message, { cause: error }));
        } else {
          resolve({ output: JSON.parse(stdout), memory });
        }
      },
    );
    // The kernel keeps the peak, so the last look counts.
    const watch = setInterval(() => {
      memory = peakMemory(child.pid) ?? memory;
    }, 50);
  });
}

/** The line that says what went wrong: the last one with an error's name in it, else the last one. */
function complaint(text) {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /^\w*(Error|Exception)\b/.test(line)) || lines.at(-1) || null;
}

function peakMemory(pid) {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return 1024 * Number(kilobytes);
  } catch {
    // It has ended, or is ending.
    return null;
  }
}
