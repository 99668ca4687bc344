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

/**
 * Shows something, and resolves when inputs have had their turn after it: when five times the time is
 * over that showing it took, or more while `drawing` says that a stroke is being drawn. `show` resolves
 * when the document has been changed.
 */
export async function inTurn(show: () => Promise<unknown>, drawing: () => boolean): Promise<void> {
  const begin = performance.now();
  await show();
  const changed = performance.now() - begin;
  const took = changed + (document.visibilityState === 'visible' ? await framesWork() : 0);
  await after(took / mostOfItsTime - took);
  const end = performance.now() + took / whileDrawing - took / mostOfItsTime;
  while (drawing() && performance.now() < end) await after(glance);
}
