import type { PropertyDeclaration } from 'lit';
import { Panel } from './panel';
import { comeAtOnce, turn, unwatchSight, watchSight } from './turns';

/** A panel that is long to lay out, or that nobody waits for: it shows what is new in a frame of its own. */
export abstract class PatientPanel extends Panel {
  /** Whether it comes after all others while it is out of sight. */
  protected readonly waitsOutOfSight: boolean = false;
  /** Whether it waits with what it shows first, too. */
  protected readonly waitsAtFirst: boolean = false;
  /** Properties whose changes can wait, while those of others are shown at once; null: all can. */
  protected readonly canWait: readonly PropertyKey[] | null = null;
  /** A change that cannot wait is to be shown. */
  declare private urgent: boolean;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.waitsOutOfSight) watchSight(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    unwatchSight(this);
  }

  override requestUpdate(name?: PropertyKey, old?: unknown, options?: PropertyDeclaration): void {
    const changes = name !== undefined && old !== this[name as keyof this];
    if (changes && this.canWait?.includes(name) === false) {
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
