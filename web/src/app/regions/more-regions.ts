import { html, nothing } from 'lit';
import type { HelloSettings } from '../../shared/protocol';
import { troubleNote, type Bench } from './bench';

/** What was misread, to be laid on the sketchpad. */
export function mistakesRegion(bench: Bench) {
  const { model, messages } = bench;
  return html`
    <section class="more mistakes" aria-labelledby="mistakes-title">
      <h2 id="mistakes-title" tabindex="-1">${messages.lab.mistakesTitle}</h2>
      ${troubleNote(bench, 'mistakes')}
      <mistake-gallery
        .messages=${messages}
        .mistakes=${model.misread.mistakes}
        .images=${model.misread.images}
        @mistake-pick=${({ detail }: CustomEvent<{ image: Uint8Array }>) => {
          model.reading.draw({ strokes: [], underlay: detail.image });
          bench.show('sketch-pad');
        }}
      ></mistake-gallery>
    </section>
  `;
}

/** The losses that the tutorial prints, beside those of the run. */
export function printedRegion({ model, messages }: Bench) {
  const { current, reference } = model.shelf;
  return html`
    <section class="more printed" aria-labelledby="printed-title">
      <h2 id="printed-title" tabindex="-1">${messages.lab.printedTitle}</h2>
      <printed-losses
        .messages=${messages}
        .reference=${reference}
        .run=${current}
        .version=${current?.version ?? 0}
      ></printed-losses>
    </section>
  `;
}

/** The tutorial's hello world, small and by itself. */
export function helloRegion(bench: Bench) {
  const { model, messages } = bench;
  const { hello } = model;
  const open = bench.unfolded.has('hello');
  return html`
    <details
      class="more hello"
      .open=${open}
      @toggle=${({ target }: Event) => bench.unfold('hello', (target as HTMLDetailsElement).open)}
    >
      <summary>${messages.lab.helloTitle}</summary>
      ${
        open
          ? html`<hello-bowl
                .messages=${messages}
                .settings=${hello.settings}
                .result=${hello.result}
                @hello-change=${({ detail }: CustomEvent<{ settings: HelloSettings }>) =>
                  hello.run(detail.settings)}
              ></hello-bowl>
              ${troubleNote(bench, 'hello')}`
          : nothing
      }
    </details>
  `;
}
