import type { RunSettings } from '../shared/settings';
import type { SessionSettings } from './engine';

/** The engine's own options for a run. */
export function sessionOptions(settings: RunSettings): SessionSettings {
  return { ...settings, precise: false };
}
