import type { EnginePreference, Speed } from '../../shared/protocol';
import {
  choices,
  ranges,
  toggles,
  type ChoiceSetting,
  type NumberRange,
  type NumericSetting,
  type RunSettings,
  type ToggleSetting,
} from '../../shared/settings';

export type SettingName = Exclude<keyof RunSettings, 'limit'>;
export type NumberField = Exclude<NumericSetting, 'limit'>;
/** The fields whose value is a text to be read. */
export type TextField = Exclude<SettingName, ToggleSetting>;

/** How fast steps follow each other: as they can, or ten or one a second. */
export const speeds = ['full', 'ten', 'one'] as const satisfies readonly Speed[];

/** The best build that this browser can run, or the one that needs no threads. */
export const engineChoices = ['automatic', 'one-thread'] as const satisfies EnginePreference[];

/** In the order of the bench: how long, how, and from where. */
export const runFields = [
  'epochs',
  'batchSize',
  'learningRate',
  'gamma',
  'optimizer',
  'seed',
  'shuffle',
  'precise',
] as const satisfies readonly SettingName[];

export const settingNames: readonly SettingName[] = ['preset', ...runFields, 'threads'];

/** What this machine can do, where that is less than an option's own range. */
export type Limits = Partial<Record<NumberField, number>>;

export function isToggle(name: SettingName): name is ToggleSetting {
  return (toggles as readonly SettingName[]).includes(name);
}

export function isChoice(name: SettingName): name is ChoiceSetting {
  return name in choices;
}

export function isNumeric(name: SettingName): name is NumberField {
  return name in ranges;
}

/** What a numeric option accepts on this machine. */
export function rangeOf(name: NumberField, limits: Limits): NumberRange {
  const range = ranges[name];
  return { ...range, max: Math.min(range.max, limits[name] ?? range.max) };
}

function fits(value: number, { min, max, integer }: NumberRange): boolean {
  const counts = integer ? Number.isInteger(value) : Number.isFinite(value);
  return counts && value >= min && value <= max;
}

/** What was typed into a numeric field, or null when the option cannot take it. */
export function parseNumber(name: NumberField, text: string, limits: Limits = {}): number | null {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return fits(value, rangeOf(name, limits)) ? value : null;
}

/** A seed stays text, since its 64 bits do not fit a number; null when it is no whole number. */
export function parseSeed(text: string): string | null {
  const seed = text.trim();
  return /^-?\d{1,20}$/.test(seed) ? seed : null;
}

export function parseChoice(name: ChoiceSetting, text: string): string | null {
  return choices[name].find((choice) => choice === text) ?? null;
}

/**
 * `settings` with one text field's value in place, or null when the field cannot take it;
 * `settings` are left as they are.
 */
export function withText(
  settings: RunSettings,
  name: TextField,
  text: string,
  limits: Limits = {},
): RunSettings | null {
  const value =
    name === 'seed'
      ? parseSeed(text)
      : isChoice(name)
        ? parseChoice(name, text)
        : parseNumber(name, text, limits);
  return value === null ? null : { ...settings, [name]: value };
}

/**
 * The options whose values this machine cannot take, as when another preset leaves less room for a
 * batch. Too many threads are none of them: as many are used as there are.
 */
export function refused(settings: RunSettings, limits: Limits): SettingName[] {
  return settingNames.filter(
    (name) => isNumeric(name) && name !== 'threads' && !fits(settings[name], rangeOf(name, limits)),
  );
}

/**
 * Whether a change of the option waits for the next run, while one with the settings `running` is
 * under way. Of those that apply at once the number of epochs can only be raised.
 */
export function waits(
  name: SettingName,
  settings: RunSettings,
  running: RunSettings | null,
  atOnce: readonly SettingName[],
): boolean {
  if (running === null || running[name] === settings[name]) return false;
  if (!atOnce.includes(name)) return true;
  return name === 'epochs' && settings.epochs < running.epochs;
}
