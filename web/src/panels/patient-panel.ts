import { Panel } from './panel';
import { turn, unwatchSight, watchSight } from './turns';

/** A panel that is long to lay out: it shows what is new in a frame of its own, after those in sight. */
export abstract class PatientPanel extends Panel {
  override connectedCallback(): void {
    super.connectedCallback();
    watchSight(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    unwatchSight(this);
  }

  /** Whether it waits with what it shows first, too. */
  protected readonly waitsAtFirst: boolean = false;

  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated || this.waitsAtFirst) await turn(this);
    await super.scheduleUpdate();
  }
}
