import {
  optimizers,
  ranges,
  toggles,
  type NumericSetting,
  type OptimizerName,
  type RunSettings,
  type ToggleSetting,
} from '../../shared/settings';

export type SettingName = Exclude<keyof RunSettings, 'limit'>;

/** In the order of the bench: how long, how, and from where. */
export const settingNames: readonly SettingName[] = [
  'epochs',
  'batchSize',
  'learningRate',
  'gamma',
  'optimizer',
  'seed',
  'threads',
  'shuffle',
  'precise',
];

export function isToggle(name: SettingName): name is ToggleSetting {
  return (toggles as readonly SettingName[]).includes(name);
}

export function isNumeric(name: SettingName): name is Exclude<NumericSetting, 'limit'> {
  return name in ranges;
}

/** What was typed into a numeric field, or null when the option cannot take it. */
export function parseNumber(name: NumericSetting, text: string): number | null {
  const { min, max, integer } = ranges[name];
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const fits = integer ? Number.isInteger(value) : Number.isFinite(value);
  return fits && value >= min && value <= max ? value : null;
}

/** A seed stays text, since its 64 bits do not fit a number; null when it is no whole number. */
export function parseSeed(text: string): string | null {
  const seed = text.trim();
  return /^-?\d{1,20}$/.test(seed) ? seed : null;
}

export function parseOptimizer(text: string): OptimizerName | null {
  return optimizers.find((name) => name === text) ?? null;
}

/**
 * `settings` with one text field's value in place, or null when the field cannot take it;
 * `settings` are left as they are.
 */
export function withText(
  settings: RunSettings,
  name: Exclude<SettingName, ToggleSetting>,
  text: string,
): RunSettings | null {
  const value =
    name === 'seed'
      ? parseSeed(text)
      : name === 'optimizer'
        ? parseOptimizer(text)
        : parseNumber(name, text);
  return value === null ? null : { ...settings, [name]: value };
}
