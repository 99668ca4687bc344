import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything that the tests and the browsers write besides reports; gone when the tests end. */
export const scratch = mkdtempSync(join(tmpdir(), 'gradlet-bits-'));
// Profiles and sockets of the browsers go there too.
process.env.TMPDIR = scratch;

/** Leaders of process groups that are still to be ended. */
const leaders = new Set();

process.on('exit', () => {
  for (const leader of leaders) signal(leader, 'SIGKILL');
  rmSync(scratch, { recursive: true, force: true, maxRetries: 10 });
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(name, () => process.exit(128 + constants.signals[name]));
}

/** Starts a process in a group of its own, which ends with the tests at the latest. */
export function start(command, parameters, options) {
  const leader = spawn(command, parameters, { detached: true, ...options });
  leaders.add(leader);
  return leader;
}

/** Ends a process and all that it has started. */
export async function end(leader) {
  leaders.delete(leader);
  const over = leader.exitCode !== null || leader.signalCode !== null;
  const exit = over ? null : new Promise((resolve) => leader.once('exit', resolve));
  signal(leader, 'SIGTERM');
  await exit;
  // What ignored the first one, or was started too late to get it.
  signal(leader, 'SIGKILL');
}

function signal(leader, name) {
  try {
    process.kill(-leader.pid, name);
  } catch (error) {
    // The whole group has ended already.
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Resolves to what `find` finds, as soon as that is neither false nor nothing. */
export async function until(find, what, milliseconds = 180_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${milliseconds / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
