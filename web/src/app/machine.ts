import type { EnginePreference, Speed } from '../shared/protocol';
import type { MachineReport } from '../shared/run-reports';
import type { RunRecord } from '../shared/runs';
import { defaultSettings, type RunSettings } from '../shared/settings';
import type { Link } from './link';
import { imagesSeen } from './shown-status';

/** Images of MNIST to learn from, before those in use are here to be counted. */
export const mnistImages = 60_000;

/** How fast this machine is, and which engine it is to use. */
export class Machine {
  speed: Speed = 'full';
  preference: EnginePreference = 'automatic';
  /** How much of the test under way is done, 0 to 1; null while there is none. */
  progress: number | null = null;
  report: MachineReport | null = null;

  readonly #link: Link;
  readonly #onChange: () => void;
  /** Images a second, by what they depend on. */
  readonly #speeds = new Map<string, number>();

  constructor(link: Link, onChange: () => void) {
    this.#link = link;
    this.#onChange = onChange;
  }

  /** Tells a fresh trainer what was chosen. */
  reapply(): void {
    if (this.speed !== 'full') this.setSpeed(this.speed);
    if (this.preference !== 'automatic') this.useEngine(this.preference);
  }

  setSpeed(speed: Speed): void {
    this.speed = speed;
    void this.#link.command(null, 'run', (trainer) => trainer.setSpeed(speed));
  }

  useEngine(preference: EnginePreference): void {
    this.preference = preference;
    void this.#link.command(null, 'machine', async (trainer) => {
      this.#link.engine = await trainer.useEngine(preference);
    });
  }

  test(): void {
    void this.#link.command('machine', 'machine', async (trainer) => {
      this.progress = 0;
      try {
        this.report = await trainer.testMachine((done) => {
          if (this.progress !== null) this.progress = done;
          this.#onChange();
        });
        const { threads, imagesPerSecond } = this.report;
        this.#speeds.set(dependsOn({ ...defaultSettings(1), threads }), imagesPerSecond);
      } finally {
        this.progress = null;
      }
    });
  }

  /** Learns from the epochs of a run how fast this machine is. */
  learn({ settings, engine, evaluations }: RunRecord, images: number): void {
    const newest = evaluations.at(-1);
    if (!newest || newest.epoch === 0 || !newest.seconds) return;
    const seen = imagesSeen(settings, images);
    const threads = engine?.threads ?? settings.threads;
    this.#speeds.set(dependsOn({ ...settings, threads }), seen / newest.seconds);
  }

  /** How long a run with these settings will take; null where nothing like it was measured. */
  secondsOf(settings: RunSettings, images: number): number | null {
    const threads = Math.min(settings.threads, this.#link.engine?.maxThreads ?? Infinity);
    const perSecond = this.#speeds.get(dependsOn({ ...settings, threads }));
    if (perSecond === undefined) return null;
    return (settings.epochs * imagesSeen(settings, images)) / perSecond;
  }
}

/** Optimizer and batch size change little of it. */
function dependsOn({ preset, precise, threads }: RunSettings): string {
  return [preset, precise, threads].join(' ');
}
