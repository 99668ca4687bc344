import { LitElement, type PropertyDeclarations } from 'lit';
import { formatOf, type Format } from './format';
import { panelMessages, type PanelMessages } from './messages';

/**
 * What all panels share: their words, in English unless others are given, and the way numbers are
 * written in that language. A panel gets everything by properties and answers by events.
 */
export abstract class Panel extends LitElement {
  static override properties: PropertyDeclarations = { messages: { attribute: false } };

  declare messages: PanelMessages;

  constructor() {
    super();
    this.messages = panelMessages;
  }

  protected get format(): Format {
    return formatOf(this.messages.locale);
  }

  /** Tells the page that something was done here; events do not leave the panel's parent tree. */
  protected emit(type: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
