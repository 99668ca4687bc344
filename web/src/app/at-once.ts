import { runLife, runStates } from '../shared/run-life';
import type { RunState } from '../shared/protocol';
import type { RunSettings } from '../shared/settings';

/** The settings whose change reaches a run under way. */
export const settingsAtOnce = ['epochs', 'learningRate', 'threads'] as const;
export type SettingAtOnce = (typeof settingsAtOnce)[number];

const byState = new Map<RunState, readonly SettingAtOnce[]>(
  runStates.map((state) => [
    state,
    settingsAtOnce.filter((name) => runLife[name][state] === 'at-once'),
  ]),
);

/** Those that do in this state: the same array each time, since panels compare by identity. */
export const atOnceIn = (state: RunState): readonly SettingAtOnce[] => byState.get(state) ?? [];

/** Which of the fields' settings a run with the settings `running` is to take over at once; epochs only upwards. */
export function changesAtOnce(
  settings: RunSettings,
  running: RunSettings,
  state: RunState,
): SettingAtOnce[] {
  return settingsAtOnce.filter((name) => {
    if (runLife[name][state] !== 'at-once') return false;
    return name === 'epochs' ? settings.epochs > running.epochs : settings[name] !== running[name];
  });
}
