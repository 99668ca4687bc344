import type { PropertyDeclaration } from 'lit';
import { Panel } from './panel';
import { comeAtOnce, turn, unwatchSight, watchSight } from './turns';

/** A panel that is long to lay out, or that nobody waits for: it shows what is new in a frame of its own. */
export abstract class PatientPanel extends Panel {
  /** Whether it comes after all others while it is out of sight. */
  protected readonly waitsOutOfSight: boolean = false;
  /** Whether it waits with what it shows first, too. */
  protected readonly waitsAtFirst: boolean = false;
  /** A change that is urgent waits to be shown. */
  declare private urgent: boolean;

  /** Whether a change of this property is shown at once. */
  protected isUrgent(_property: PropertyKey): boolean {
    return false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.waitsOutOfSight) watchSight(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    unwatchSight(this);
  }

  override requestUpdate(name?: PropertyKey, old?: unknown, options?: PropertyDeclaration): void {
    if (name !== undefined && old !== this[name as keyof this] && this.isUrgent(name)) {
      this.urgent = true;
      comeAtOnce(this);
    }
    super.requestUpdate(name, old, options);
  }

  protected override async scheduleUpdate(): Promise<void> {
    if ((this.hasUpdated || this.waitsAtFirst) && !this.urgent) await turn(this);
    this.urgent = false;
    await super.scheduleUpdate();
  }
}
