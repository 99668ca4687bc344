/**
 * Runs in the page, before its own scripts, and notes as `window.watched` what the page does with the
 * user's inputs. Of the page it knows the elements' names and the messages to its worker, by which an
 * answer is matched with the points of the stroke that it has read.
 */
export function watch() {
  /** Trusted pointers and keys that went down. */
  let inputs = 0;
  /** Events of the browser's own timing that belong to an interaction. */
  const events = [];
  const delays = [];
  /** When the points were drawn that the worker was not told of yet. */
  let waiting = [];
  /** Such times by the number of the message that told of them. */
  const asked = new Map();
  /** Answers that are not on the page yet, in their order. */
  const answers = [];
  let looking = false;
  let refused = 0;

  const parts = (element, selector) => [
    ...(document
      .querySelector('gradlet-lab')
      ?.shadowRoot.querySelector(element)
      ?.shadowRoot?.querySelectorAll(selector) ?? []),
  ];
  const meters = () =>
    parts('prediction-bars', '[role=meter]').map((meter) => meter.getAttribute('aria-valuenow'));

  new PerformanceObserver((list) => {
    for (const { interactionId, startTime, duration } of list.getEntries()) {
      if (interactionId) events.push({ interactionId, startTime, duration });
    }
  }).observe({ type: 'event', durationThreshold: 16 });

  const count = ({ isTrusted }) => {
    if (isTrusted) inputs += 1;
  };
  addEventListener('pointerdown', count, true);
  addEventListener('keydown', count, true);

  // Before the sketchpad hears of it, which asks for an answer at once.
  const draw = (event) => {
    const [target] = event.composedPath();
    const onPad = target instanceof Element && target.getAttribute('aria-label') === 'Sketchpad';
    const down = event.type === 'pointerup' || (event.buttons & 1) === 1;
    if (event.isTrusted && onPad && down) waiting.push(event.timeStamp);
  };
  addEventListener('pointermove', draw, true);
  addEventListener('pointerup', draw, true);

  window.Worker = class extends Worker {
    constructor(...parameters) {
      super(...parameters);
      this.addEventListener('message', ({ data }) => hear(data));
    }

    postMessage(message, ...rest) {
      if (message?.path?.[0] === 'predict') {
        asked.set(message.id, waiting);
        waiting = [];
      }
      super.postMessage(message, ...rest);
    }
  };

  function hear({ id, value }) {
    const times = asked.get(id);
    if (times === undefined) return;
    asked.delete(id);
    const probabilities = value?.probabilities;
    if (!probabilities) {
      refused += times.length;
      return;
    }
    answers.push({ times, shown: Array.from(probabilities, (share) => (share * 100).toFixed(2)) });
    if (!looking) requestAnimationFrame(look);
    looking = true;
  }

  /** Meters are set by now; the frame that paints them is over with the next task. */
  function look() {
    const now = meters();
    const last = answers.findLastIndex(({ shown }) => shown.every((text, i) => text === now[i]));
    const times = answers.splice(0, last + 1).flatMap((answer) => answer.times);
    looking = answers.length > 0;
    if (looking) requestAnimationFrame(look);
    if (times.length === 0) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const painted = performance.now();
      for (const time of times) delays.push(painted - time);
      port1.close();
    };
    port2.postMessage(null);
  }

  let begun = 0;
  window.watched = {
    /** Whether the network answers: the example on the sketchpad has been read. */
    ready: () => meters().some((value) => Number(value) > 0),
    begin() {
      begun = performance.now();
      inputs = 0;
      performance.mark('bench-begin');
    },
    end: () => void performance.mark('bench-end'),
    inputs: () => inputs,
    /** Whether no point waits for its answer. */
    read: () =>
      waiting.length === 0 &&
      answers.every(({ times }) => times.length === 0) &&
      [...asked.values()].every((times) => times.length === 0),
    /** What the button says that begins with Train. */
    button: () => parts('run-controls', 'button')[0]?.textContent.trim() ?? '',
    /** Share of the run's steps that are made. */
    progress() {
      const [bar] = parts('run-controls', '[role=progressbar]');
      return Number(bar.getAttribute('aria-valuenow')) / Number(bar.getAttribute('aria-valuemax'));
    },
    result: () => ({
      inputs,
      events: events.filter(({ startTime }) => startTime >= begun),
      delays,
      refused,
    }),
  };
}
