import { Panel } from './panel';
import { turn, unwatchSight, watchSight } from './turns';

/** A panel that is long to lay out, or that nobody waits for: it shows what is new in a frame of its own. */
export abstract class PatientPanel extends Panel {
  /** Whether it comes after all others while it is out of sight. */
  protected readonly waitsOutOfSight: boolean = false;
  /** Whether it waits with what it shows first, too. */
  protected readonly waitsAtFirst: boolean = false;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.waitsOutOfSight) watchSight(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    unwatchSight(this);
  }

  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated || this.waitsAtFirst) await turn(this);
    await super.scheduleUpdate();
  }
}
