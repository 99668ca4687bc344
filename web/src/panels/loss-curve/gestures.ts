import { moved, pinched, span, zoomed, type View } from './view';

/** What gestures act on: the view as it is at that moment, and what should become of it. */
export interface GestureTarget {
  seen: () => View;
  /** Whether that is all, so that there is nothing to pan. */
  whole: () => boolean;
  show: (view: View) => void;
  point: (step: number) => void;
}

/** How much a turn of the wheel by one pixel zooms. */
const wheelZoom = 0.002;

/** A line of the wheel, where it is not told in pixels. */
const wheelLine = 16;

/**
 * Fingers and wheel over `element`, whose width stands for the view. Two fingers zoom; one moved
 * sideways pans, or moves the cursor where all is seen already; up and down it scrolls the page, which the
 * element's `touch-action: pan-y` says. The wheel scrolls the page too, but zooms with Ctrl and pans
 * sideways. Everything ends with `signal`.
 */
export function listenForGestures(
  element: HTMLElement,
  target: GestureTarget,
  signal: AbortSignal,
): void {
  /** The step that each finger holds, and where it is now (0 to 1). */
  const fingers = new Map<number, { step: number; place: number }>();

  const placeOf = (event: MouseEvent): number => {
    const { left, width } = element.getBoundingClientRect();
    return (event.clientX - left) / width;
  };
  const stepAt = (place: number): number => target.seen().from + place * span(target.seen());
  const hold = (): void => {
    for (const finger of fingers.values()) finger.step = stepAt(finger.place);
  };

  const down = (event: PointerEvent): void => {
    if (event.pointerType === 'mouse') return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { step: 0, place: placeOf(event) });
    hold();
    if (fingers.size === 1) target.point(Math.round(stepAt(placeOf(event))));
  };
  const move = (event: PointerEvent): void => {
    const finger = fingers.get(event.pointerId);
    if (finger === undefined) return;
    finger.place = placeOf(event);
    const [a, b] = fingers.values();
    if (a !== undefined && b !== undefined) {
      const view = pinched([a.step, b.step], [a.place, b.place]);
      if (view !== null) target.show(view);
    } else if (target.whole()) {
      target.point(Math.round(stepAt(finger.place)));
    } else {
      target.show(moved(target.seen(), finger.step - stepAt(finger.place)));
    }
  };
  const up = (event: PointerEvent): void => {
    if (fingers.delete(event.pointerId)) hold();
  };
  const wheel = (event: WheelEvent): void => {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : wheelLine;
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (event.ctrlKey) {
      event.preventDefault();
      const factor = Math.exp(event.deltaY * unit * wheelZoom);
      target.show(zoomed(target.seen(), stepAt(placeOf(event)), factor));
    } else if (!target.whole() && Math.abs(sideways) > 0) {
      event.preventDefault();
      const share = (sideways * unit) / element.getBoundingClientRect().width;
      target.show(moved(target.seen(), share * span(target.seen())));
    }
  };

  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('wheel', wheel, { signal, passive: false });
}
