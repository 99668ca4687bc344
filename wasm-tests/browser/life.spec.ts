import { runLife, runStates, type Effect, type RunControl } from '../../web/src/shared/run-life.ts';
import { expect, test, type Lab } from './lab/lab.ts';

type State = (typeof runStates)[number];

/** Two epochs of ten steps: few enough to come to their end, in a test, again and again. */
const epochSteps = 10;
const epochs = 2;
const images = 60_000;

const slow = '1 step a second';

const buttons = { step: 'Step', oneEpoch: 'One epoch', reset: 'Reset' } as const;
const firstNames: Record<State, string> = {
  arrived: 'Train',
  loading: 'Loading',
  running: 'Pause',
  paused: 'Resume',
  finished: 'Train',
  diverged: 'Train',
};
const goBack = /^Go on from step \d+ with learning rate/;

/** From the first state, and from whatever became of it, into `state`. */
const enter: Record<State, (lab: Lab) => Promise<void>> = {
  arrived: async (lab) => {
    await lab.button('Reset').click();
    await expect(lab.button('Train')).toBeVisible();
    await expect(lab.progress).toHaveAttribute('aria-valuenow', '0');
    await lab.field('Preset').selectOption('linear');
    await lab.field('Optimizer').selectOption('Adadelta');
    await lab.set('Learning rate', '1');
    await lab.set('Epochs', String(epochs));
    await lab.set('Batch size', String(images / epochSteps));
    await lab.field('Speed').selectOption(slow);
  },
  loading: async (lab) => {
    await enter.arrived(lab);
    const runs = await lab.runs.count();
    await lab.button('Train').click();
    await expect(lab.button('Loading')).toBeVisible();
    // The list shows it a few frames later.
    await expect(lab.runs).toHaveCount(runs + 1);
  },
  running: async (lab) => {
    await enter.arrived(lab);
    await lab.train();
    await lab.reach(1);
  },
  paused: async (lab) => {
    await enter.running(lab);
    await lab.button('Pause').click();
    await expect(lab.button('Resume')).toBeVisible();
  },
  finished: async (lab) => {
    await enter.arrived(lab);
    await lab.field('Speed').selectOption('Full');
    await lab.button('Train').click();
    await lab.finished();
    await lab.field('Speed').selectOption(slow);
  },
  diverged: async (lab) => {
    await enter.arrived(lab);
    await lab.field('Preset').selectOption('tutorial');
    await lab.field('Optimizer').selectOption('SGD');
    await lab.set('Learning rate', '1000');
    await lab.field('Speed').selectOption('Full');
    await lab.button('Train').click();
    await expect(lab.page.getByText('This run has diverged')).toBeVisible();
    await lab.field('Speed').selectOption(slow);
  },
};

/** What a click is to lead to, told from `before`. */
interface Before {
  step: number;
  runs: number;
}

const expectations: Partial<Record<Effect, (lab: Lab, before: Before) => Promise<void>>> = {
  begin: async (lab, { runs }) => {
    await expect(lab.runs).toHaveCount(runs + 1);
    await expect(lab.button('Pause')).toBeVisible();
  },
  'begin-step': async (lab, { runs }) => {
    await expect(lab.runs).toHaveCount(runs + 1);
    await expect(lab.progress).toHaveAttribute('aria-valuenow', '1');
    await expect(lab.button('Resume')).toBeVisible();
  },
  'begin-epoch': async (lab, { runs }) => {
    await expect(lab.runs).toHaveCount(runs + 1);
    await pausesAfterEpoch(lab);
  },
  pause: async (lab) => expect(lab.button('Resume')).toBeVisible(),
  resume: async (lab, { runs, step }) => {
    await expect(lab.button('Pause')).toBeVisible();
    await lab.reach(step + 1);
    await expect(lab.runs).toHaveCount(runs);
  },
  'pause-step': async (lab, { step, runs }) => {
    await expect(lab.button('Resume')).toBeVisible();
    // A step that was about to end when the button was pressed is one more.
    expect([step + 1, step + 2]).toContain(await lab.step());
    await expect(lab.runs).toHaveCount(runs);
  },
  step: async (lab, { step, runs }) => {
    await expect(lab.progress).toHaveAttribute('aria-valuenow', String(step + 1));
    await expect(lab.button('Resume')).toBeVisible();
    await expect(lab.runs).toHaveCount(runs);
  },
  epoch: async (lab, { runs }) => {
    await pausesAfterEpoch(lab);
    await expect(lab.runs).toHaveCount(runs);
  },
  end: async (lab) => {
    await expect(lab.page.getByText('This network has not learned anything yet.')).toBeVisible();
    await expect(lab.progress).toHaveAttribute('aria-valuenow', '0');
    await expect(lab.field('Batch size')).toHaveValue(String(images / epochSteps));
  },
  'initial-weights': async (lab, { runs }) => {
    await expect(lab.page.getByText('This network has not learned anything yet.')).toBeVisible();
    await expect(lab.runs).toHaveCount(runs);
  },
  'more-epochs': async (lab, { runs }) => {
    await expect(lab.button('Pause')).toBeVisible();
    await expect(lab.progress).toHaveAttribute('aria-valuemax', String(epochSteps * (epochs + 9)));
    await expect(lab.field('Epochs')).toHaveValue(String(epochs + 9));
    await lab.reach(epochSteps * epochs + 1);
    await expect(lab.runs).toHaveCount(runs);
  },
  'go-back': async (lab, { runs }) => {
    await expect(lab.field('Learning rate')).toHaveValue('500');
    await expect(lab.status).toContainText('not repeatable: learning rate 500 set by hand');
    await expect(lab.runs).toHaveCount(runs);
  },
};

async function pausesAfterEpoch(lab: Lab): Promise<void> {
  await lab.field('Speed').selectOption('Full');
  await expect(lab.button('Resume')).toBeVisible();
  await expect(lab.progress).toHaveAttribute('aria-valuenow', String(epochSteps));
  await expect(lab.status).toContainText(/accuracy\s+\d/);
}

/** Presses the button of `control`, if it is there to be pressed. */
async function press(lab: Lab, control: RunControl, state: State, effect: Effect): Promise<void> {
  const button =
    control === 'moreEpochs'
      ? lab.button('Nine more epochs')
      : control === 'lastGood'
        ? lab.page.getByRole('button', { name: goBack })
        : control === 'first'
          ? lab.button(firstNames[state])
          : lab.button(buttons[control as keyof typeof buttons]);
  if (effect === 'absent') {
    await expect(button).toHaveCount(0);
    return;
  }
  await lab.shown('run-list');
  const before = { step: await lab.step(), runs: await lab.runs.count() };
  if (effect === 'nothing') {
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await button.click({ force: true });
    await expect(button).toBeVisible();
    expect(await lab.runs.count()).toBe(before.runs);
    await expect(lab.button(firstNames[state])).toBeVisible();
    return;
  }
  await button.click();
  const expectation = expectations[effect];
  if (!expectation) throw new Error(`nothing is expected of ${effect}`);
  await expectation(lab, before);
}

const pressed = ['first', 'step', 'oneEpoch', 'reset', 'moreEpochs', 'lastGood'] as const;

for (const state of runStates) {
  test(`${state}: every button does what the table says`, async ({ lab }) => {
    if (state === 'loading') await holdData(lab);
    let entered = false;
    for (const control of pressed) {
      const effect: Effect = runLife[control][state];
      await test.step(`${control}: ${effect}`, async () => {
        if (!entered) await enter[state](lab);
        await press(lab, control, state, effect);
        entered = effect === 'nothing' || effect === 'absent';
      });
    }
  });
}

/** Data that do not come keep a run from beginning. */
async function holdData(lab: Lab): Promise<void> {
  await lab.page.route('**/train-labels*', () => undefined);
}

/** Another value for each field, and how the run under way shows that it has taken it. */
const changes = {
  epochs: {
    set: (lab: Lab) => lab.set('Epochs', '4'),
    taken: (lab: Lab) =>
      expect(lab.progress).toHaveAttribute('aria-valuemax', String(4 * epochSteps)),
  },
  learningRate: {
    set: (lab: Lab) => lab.set('Learning rate', '0.5'),
    taken: (lab: Lab) =>
      expect(lab.runs.first()).toContainText('learning rate changed by hand at step'),
  },
  threads: {
    set: (lab: Lab) => lab.set('Threads', '2'),
    taken: (lab: Lab) => lab.reach(1),
  },
  otherSettings: {
    set: (lab: Lab) => lab.set('Gamma', '0.7'),
    taken: () => Promise.reject(new Error('no other setting applies at once')),
  },
} as const;

for (const state of runStates) {
  test(`${state}: a changed setting applies as the table says`, async ({ lab }) => {
    if (state === 'loading') await holdData(lab);
    const underWay = ['loading', 'running', 'paused'].includes(state);
    await enter[state](lab);
    await expect(lab.page.getByText('from the next run')).toHaveCount(0);
    let waiting = 0;
    for (const [control, { set, taken }] of Object.entries(changes)) {
      const effect: Effect = runLife[control as keyof typeof changes][state];
      await test.step(`${control}: ${effect}`, async () => {
        await set(lab);
        if (effect === 'at-once') await taken(lab);
        else if (underWay) waiting += 1;
        await expect(lab.page.getByText('from the next run')).toHaveCount(waiting);
      });
    }
    expect(runLife.speed[state]).toBe('at-once');
  });
}

test('epochs apply at once upwards alone', async ({ lab }) => {
  await enter.running(lab);
  await lab.set('Epochs', '1');
  await expect(lab.page.getByText('from the next run')).toHaveCount(1);
  await expect(lab.progress).toHaveAttribute('aria-valuemax', String(epochs * epochSteps));
});

test('the same run at another speed and with more threads ends with the same weights', async ({
  lab,
}) => {
  await enter.arrived(lab);
  await lab.set('Epochs', '1');
  await lab.field('Speed').selectOption('Full');
  // So short a run may be over before anybody has seen it run.
  await lab.button('Train').click();
  await lab.finished();
  const fast = await lab.fingerprint();

  await lab.field('Speed').selectOption('10 steps a second');
  await lab.train();
  await lab.reach(2);
  await lab.set('Threads', '2');
  await lab.finished();
  expect(await lab.fingerprint()).toBe(fast);
  await expect(lab.status).not.toContainText('not repeatable');
});
