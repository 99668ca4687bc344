import { html } from 'lit';
import type { CurveView, ExportFormat, Trouble } from '../../panels';
import { runLife } from '../../shared/run-life';
import { troubleNote, type Bench } from './bench';

/** About what the four gzipped files weigh, said before they are fetched. */
const dataBytes = 11_600_000;

/** How it learns: the run with its controls, the curve, and all runs. */
export function learnRegion(bench: Bench) {
  const { model, messages } = bench;
  const { shelf, status, state, stock } = model;
  const { batchSize, shuffle, epochs } = model.runSettings ?? model.settings;
  const records = shelf.current?.evaluations ?? [];
  const unable = model.link.engine === null && model.link.troubles.has('start');
  return html`
    <section class="learn" aria-labelledby="learn-title">
      <h2 id="learn-title">${messages.lab.learnTitle}</h2>
      <run-headline
        .messages=${messages}
        .status=${status}
        .records=${records}
        .loading=${model.loading}
        .images=${stock.images}
        .expectedBytes=${dataBytes}
        .batchSize=${batchSize}
        .shuffle=${shuffle}
        .unable=${unable}
        .trained=${model.trained !== null}
        @more-epochs=${() => model.trainMore()}
        @try-drawing=${() => tryDrawing(bench)}
      ></run-headline>
      ${troubleNote(bench, 'start')} ${troubleNote(bench, 'worker')} ${troubleNote(bench, 'fetch')}
      <run-controls
        .messages=${messages}
        .state=${state}
        .unable=${unable}
        .step=${status?.step ?? 0}
        .totalSteps=${status?.totalSteps ?? 0}
        .seconds=${model.seconds}
        .loading=${model.loading}
        @run-train=${() => bench.begin(() => model.train())}
        @run-pause=${() => model.pause()}
        @run-resume=${() => model.resume()}
        @run-step=${() => bench.begin(() => model.step())}
        @run-epoch=${() => bench.begin(() => model.oneEpoch())}
        @run-reset=${() => model.reset()}
      ></run-controls>
      <status-line
        .messages=${messages}
        .status=${status}
        .latest=${records.at(-1) ?? null}
      ></status-line>
      ${troubleNote(bench, 'run')}
      <trouble-note
        data-place="diverged"
        .trouble=${diverged(bench)}
        @trouble-action=${() => model.goBack()}
      ></trouble-note>
      <loss-curve
        .messages=${messages}
        .runs=${shelf.runs}
        @view-change=${({ detail }: CustomEvent<CurveView>) => bench.view(detail)}
      ></loss-curve>
      ${runs(bench)}
      <epoch-table
        .messages=${messages}
        .records=${records}
        .fingerprints=${shelf.current?.fingerprints ?? []}
        .epochs=${epochs}
      ></epoch-table>
    </section>
  `;
}

function runs(bench: Bench) {
  const { model, messages } = bench;
  const { shelf } = model;
  return html`
    <div>
      <h3>${messages.lab.runsTitle}</h3>
      <run-list
        .messages=${messages}
        .runs=${shelf.runs}
        @run-show=${({ detail }: CustomEvent<{ id: string; shown: boolean }>) =>
          shelf.show(detail.id, detail.shown)}
        @run-take-over=${({ detail }: CustomEvent<{ id: string }>) => model.takeOver(detail.id)}
        @run-remove=${({ detail }: CustomEvent<{ id: string }>) => shelf.remove(detail.id)}
        @export-runs=${({ detail }: CustomEvent<{ format: ExportFormat }>) =>
          bench.exportRuns(detail.format)}
      ></run-list>
    </div>
  `;
}

/** That a loss is no number, where that began, and a way on; null while there is nothing of the kind. */
function diverged({ model, messages, format }: Bench): Trouble | null {
  const { divergence, lastGood } = model;
  if (divergence === null) return null;
  const words = messages.lab.diverged;
  const { step, loss, place, name } = divergence;
  const trouble = {
    what: words.what(format.whole(step), String(loss)),
    why: words.first[place](name),
    kept: words.kept,
    todo: lastGood === null ? words.todo : '',
  };
  if (lastGood === null || runLife.lastGood[model.state] === 'absent') return trouble;
  const { step: good, learningRate } = lastGood;
  return { ...trouble, action: words.goBack(format.whole(good), format.plain(learningRate)) };
}

function tryDrawing(bench: Bench): void {
  const { reading } = bench.model;
  if (reading.example) reading.draw({ strokes: [], underlay: null });
  bench.show('sketch-pad');
}
