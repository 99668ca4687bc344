import { html } from 'lit';
import type { CurveView, ExportFormat } from '../../panels';
import type { Format } from '../../panels/format';
import type { LabModel } from '../lab-model';
import type { Place } from '../link';
import type { LabMessages } from '../messages';

/** Parts of the page that are there only while they are unfolded. */
export type Fold = 'grid' | 'hello';

/** What each region of the bench is drawn from, and what reaches beyond one region. */
export interface Bench {
  readonly model: LabModel;
  readonly messages: LabMessages;
  readonly format: Format;
  /** One column instead of three. */
  readonly folded: boolean;
  readonly unfolded: ReadonlySet<Fold>;
  /** Begins a run, if every field holds what can be used; else the first bad one is shown. */
  begin(run: () => void): void;
  /** Brings the element into view, and the keyboard to it. */
  show(selector: string): void;
  unfold(part: Fold, open: boolean): void;
  /** What the curve shows, which an exported picture shows too. */
  view(view: CurveView): void;
  exportRuns(format: ExportFormat): void;
}

/** Room for what went wrong at `place`. */
export function troubleNote({ model }: Bench, place: Place) {
  return html`<trouble-note
    data-place=${place}
    .trouble=${model.link.troubles.get(place) ?? null}
  ></trouble-note>`;
}
