import { html, nothing } from 'lit';
import { isUnderWay } from '../../shared/run-life';
import type { Drawing } from '../reading';
import { troubleNote, type Bench } from './bench';

/** About what the file of the trained network weighs, said before it is fetched. */
const trainedBytes = 117_000;

/** What it has learned: the drawing, what the network sees of it and takes it for. */
export function readRegion(bench: Bench) {
  const { model, messages } = bench;
  const { reading } = model;
  const { prediction, drawing } = reading;
  const words = messages.lab;
  return html`
    <section class="read" aria-labelledby="read-title">
      <h2 id="read-title">${words.readTitle}</h2>
      <sketch-pad
        class="sketch"
        .messages=${messages}
        .strokes=${drawing.strokes}
        .underlay=${drawing.underlay}
        .example=${reading.example}
        @drawing-change=${({ detail }: CustomEvent<Drawing>) => reading.draw(detail)}
      ></sketch-pad>
      <prediction-bars
        .messages=${messages}
        .probabilities=${prediction?.probabilities ?? null}
        .untrained=${prediction?.step === 0 && model.trained === null}
      ></prediction-bars>
      ${troubleNote(bench, 'read')}
      <div class="seen">
        <h3>${words.sightTitle}</h3>
        <network-sight
          .messages=${messages}
          .image=${prediction?.image ?? null}
          .input=${prediction?.input ?? null}
          .inputSize=${prediction?.inputSize ?? reading.inputSize}
          .centre=${reading.centre}
          .centrable=${!reading.fromGrid && drawing.underlay === null}
          @centre-change=${({ detail }: CustomEvent<{ centre: boolean }>) =>
            reading.centreDrawings(detail.centre)}
        ></network-sight>
      </div>
      <div class="group ways">
        <trained-network
          .messages=${messages}
          .bytes=${model.trained?.bytes ?? trainedBytes}
          .loading=${model.loadingTrained}
          .network=${model.trained}
          .unable=${model.link.engine === null || isUnderWay(model.state)}
          @trained-load=${() => model.loadTrained()}
        ></trained-network>
        ${troubleNote(bench, 'trained')} ${gridDetails(bench)}
      </div>
    </section>
  `;
}

/** A way in for those who do not draw. */
function gridDetails(bench: Bench) {
  const { model, messages } = bench;
  const { reading } = model;
  const open = bench.unfolded.has('grid');
  return html`
    <details
      class="way"
      .open=${open}
      @toggle=${({ target }: Event) => bench.unfold('grid', (target as HTMLDetailsElement).open)}
    >
      <summary>${messages.lab.gridTitle}</summary>
      ${
        open
          ? html`<input-grid
              .messages=${messages}
              .size=${reading.inputSize}
              .pixels=${reading.pixels}
              .seen=${reading.seen}
              @pixels-change=${({ detail }: CustomEvent<{ pixels: Uint8Array }>) =>
                reading.setPixels(detail.pixels)}
              @pixels-test=${({ detail }: CustomEvent<{ pixels: Uint8Array }>) =>
                reading.testPixels(detail.pixels)}
            ></input-grid>`
          : nothing
      }
    </details>
  `;
}
