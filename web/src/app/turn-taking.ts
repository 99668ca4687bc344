import { turnsWanted } from '../panels/turns';

/** So much of its time, at most, a page may spend on showing how a run goes on. */
const mostOfItsTime = 1 / 6;
/** And so much while a stroke is drawn, which eyes and processor follow then. */
const whileDrawing = 1 / 30;
/** Between two looks at whether it still is, in milliseconds. */
const glance = 30;
/** A frame may be long in coming, in a page that is not looked at. */
const longestFrame = 250;

const after = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** The next frame's work on the page's thread, in milliseconds; 0 if none comes. */
function frameWork(): Promise<number> {
  const drawn = new Promise<number>((resolve) => {
    requestAnimationFrame(() => {
      // The frame's other callbacks, layout and paint come before the next task.
      const started = performance.now();
      setTimeout(() => resolve(performance.now() - started));
    });
  });
  return Promise.race([drawn, after(longestFrame).then(() => 0)]);
}

/** The work of the next frame, and of those in which panels show what is new one after the other. */
async function framesWork(): Promise<number> {
  let work = 0;
  do work += await frameWork();
  while (turnsWanted());
  return work;
}

/** What the user does while something is shown. */
export interface Attention {
  /** Draws a stroke. */
  drawing: () => boolean;
  /** Has asked for something and sees nothing of it yet. */
  waiting: () => boolean;
}

/**
 * Shows something, and resolves when inputs have had their turn after it: when five times the time is
 * over that showing it took, or more while a stroke is being drawn. Where the user waits for what comes
 * next, it is let through after as much time as the first frame took. `show` resolves when the document
 * has been changed.
 */
export async function inTurn(
  show: () => Promise<unknown>,
  { drawing, waiting }: Attention,
): Promise<void> {
  const begin = performance.now();
  await show();
  const changed = performance.now() - begin;
  const visible = document.visibilityState === 'visible';
  if (waiting()) {
    await after(changed + (visible ? await frameWork() : 0));
    return;
  }
  const took = changed + (visible ? await framesWork() : 0);
  await after(took / mostOfItsTime - took);
  const end = performance.now() + took / whileDrawing - took / mostOfItsTime;
  while (drawing() && performance.now() < end) await after(glance);
}
