import { runLife } from '../shared/run-life';
import type { RunState } from '../shared/protocol';
import type { RunSettings } from '../shared/settings';

/** The settings whose change reaches a run under way. */
export const settingsAtOnce = ['epochs', 'learningRate', 'threads'] as const;
export type SettingAtOnce = (typeof settingsAtOnce)[number];

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
