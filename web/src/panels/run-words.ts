import { differingSettings, type RunRecord } from '../shared/runs';
import type { RunSettings } from '../shared/settings';
import type { Format } from './format';
import type { PanelMessages } from './messages';

/** What a run is called. */
export function runName({ label, reference }: RunRecord, messages: PanelMessages): string {
  const words = messages.runs;
  return reference === null ? words.name(String(label.number)) : words.reference(reference.torch);
}

/** In what a run's settings differ from the tutorial's, for people: 'Seed 7', 'Shuffle'. */
export function differences(run: RunRecord, messages: PanelMessages, format: Format): string[] {
  return differingSettings(run.settings).map((name) =>
    settingInWords(run.settings, name, messages, format),
  );
}

function settingInWords(
  settings: RunSettings,
  name: keyof RunSettings,
  messages: PanelMessages,
  format: Format,
): string {
  const words = messages.runs;
  if (name === 'limit') return words.limit(format.whole(settings.limit));
  const { label } = messages.settings.fields[name];
  const value = settings[name];
  if (typeof value === 'boolean') return value ? label : words.without(label);
  const choices: Readonly<Record<string, string>> =
    name === 'preset' || name === 'optimizer' ? messages.settings.choices[name] : {};
  return words.setting(label, choices[value] ?? String(value));
}
