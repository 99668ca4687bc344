/** What is so near to what can be seen counts as in sight: scrolling gets there next. */
const nearby = '10%';
/** Between two turns of those out of sight, in milliseconds. */
const pause = 100;
/** And so long after one in sight, or an input: while much goes on there, nobody misses what is elsewhere. */
const calm = 1000;
const inputs = ['pointerdown', 'pointermove', 'keydown'] as const;
/** So many frames in a row, at most, may be taken by what is shown at once. */
const mostPutOff = 3;
/** A frame may be long in coming, in a page that is not looked at. */
const longestFrame = 250;

interface Waiting {
  frames: number;
  begin: () => void;
}

const outOfSight = new WeakSet<Element>();
/** Who waits for a turn, in the order in which they came. */
const waiting = new Map<Element, Waiting>();
/** Frames to come that belong to the last turn. */
let taken = 0;
/** The frame to come shows something that had no turn. */
let frameTaken = false;
let putOff = 0;
/** Those with something under way. */
const busy = new Set<object>();
/** Until somebody out of sight may have a turn. */
let rest: ReturnType<typeof setTimeout> | undefined;
let frameAsked = false;
/** When the next turn of somebody out of sight may be. */
let farTurn = -Infinity;

const observer =
  typeof IntersectionObserver === 'undefined'
    ? null
    : new IntersectionObserver(
        (entries) => {
          for (const { target, isIntersecting } of entries) {
            if (isIntersecting) outOfSight.delete(target);
            else outOfSight.add(target);
          }
          ask();
        },
        { rootMargin: nearby },
      );

if (typeof document !== 'undefined') {
  const wait = () => {
    farTurn = Math.max(farTurn, performance.now() + calm);
  };
  for (const type of inputs)
    document.addEventListener(type, wait, { capture: true, passive: true });
}

/** Follows whether the element can be seen; until that is known, it counts as in sight. */
export function watchSight(element: Element): void {
  observer?.observe(element);
}

/** The element is gone, and waits for nothing. */
export function unwatchSight(element: Element): void {
  observer?.unobserve(element);
  outOfSight.delete(element);
  comeAtOnce(element);
}

/**
 * Resolves in a frame in which nobody else has a turn, so that news for many are many short tasks, none of
 * which keeps the page from answering: in sight, those who asked first come first; the others come last, one
 * every 100 ms once nobody is busy and there was neither a turn in sight nor an input for a second. In a tab
 * that is hidden turns come too. Who asks twice has one turn, for both. A turn may be of several `frames`, of
 * which it has begun with the first.
 */
export function turn(element: Element, frames = 1): Promise<void> {
  return new Promise((resolve) => {
    const before = waiting.get(element);
    const begin = () => {
      before?.begin();
      resolve();
    };
    waiting.set(element, { frames, begin });
    ask();
  });
}

/** Who waits for a turn has it now, whatever the frame is. */
export function comeAtOnce(element: Element): void {
  const asked = waiting.get(element);
  waiting.delete(element);
  asked?.begin();
}

/** Something is shown at once: the frame to come is full, and nobody's turn. */
export function takeFrame(): void {
  frameTaken = true;
}

/** While an owner is busy, nobody out of sight has a turn: scrolled to, it has one at once. */
export function setBusy(owner: object, isBusy: boolean): void {
  if (isBusy) busy.add(owner);
  else if (busy.delete(owner)) ask();
}

/** Whether somebody in sight has a turn still, or waits for one. */
export function turnsWanted(): boolean {
  return taken > 0 || nextInSight() !== undefined;
}

function ask(): void {
  if (frameAsked || (waiting.size === 0 && taken === 0)) return;
  const wanted = turnsWanted();
  clearTimeout(rest);
  if (!wanted && busy.size > 0) return;
  const milliseconds = wanted ? 0 : farTurn - performance.now();
  if (milliseconds > 0) rest = setTimeout(askFrame, milliseconds);
  else askFrame();
}

function askFrame(): void {
  frameAsked = true;
  const frame = requestAnimationFrame(come);
  const timer = setTimeout(come, longestFrame);
  function come(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frameAsked = false;
    putOff = frameTaken && putOff < mostPutOff ? putOff + 1 : 0;
    frameTaken = false;
    if (putOff === 0) giveTurn();
    ask();
  }
}

function giveTurn(): void {
  if (taken > 0) {
    taken -= 1;
    return;
  }
  const now = performance.now();
  let next = nextInSight();
  if (next === undefined) {
    if (now < farTurn || busy.size > 0) return;
    farTurn = now + pause;
    [next] = waiting.keys();
  } else {
    farTurn = now + calm;
  }
  if (next === undefined) return;
  taken = (waiting.get(next)?.frames ?? 1) - 1;
  comeAtOnce(next);
}

function nextInSight(): Element | undefined {
  for (const element of waiting.keys()) if (!outOfSight.has(element)) return element;
  return undefined;
}
