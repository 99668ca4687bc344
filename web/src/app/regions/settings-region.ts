import { html } from 'lit';
import type { EnginePreference, Speed } from '../../shared/protocol';
import { isUnderWay } from '../../shared/run-life';
import type { RunSettings } from '../../shared/settings';
import { atOnceIn } from '../at-once';
import { troubleNote, type Bench } from './bench';

/** What learns: the settings of the next run, the images, and this machine. */
export function settingsRegion(bench: Bench) {
  const { model, messages, folded } = bench;
  const { machine, state } = model;
  const words = messages.lab;
  return html`
    <section class="settings" aria-labelledby="settings-title">
      <h2 id="settings-title">${words.settingsTitle}</h2>
      <details .open=${!folded}>
        <summary>${words.settingsSummary}</summary>
        <run-settings
          .messages=${messages}
          .settings=${model.settings}
          .running=${model.underWay}
          .atOnce=${atOnceIn(state)}
          .speed=${machine.speed}
          .engine=${model.link.engine}
          .engineChoice=${machine.preference}
          .seconds=${model.seconds}
          @settings-change=${({ detail }: CustomEvent<{ settings: RunSettings }>) =>
            model.change(detail.settings)}
          @settings-commit=${() => model.commit()}
          @speed-change=${({ detail }: CustomEvent<{ speed: Speed }>) =>
            machine.setSpeed(detail.speed)}
          @engine-change=${({ detail }: CustomEvent<{ choice: EnginePreference }>) =>
            machine.useEngine(detail.choice)}
        ></run-settings>
      </details>
      <div class="group">
        <machine-test
          .messages=${messages}
          .progress=${machine.progress}
          .report=${machine.report}
          .unable=${model.link.engine === null || (isUnderWay(state) && state !== 'paused')}
          @machine-test=${() => machine.test()}
        ></machine-test>
        ${troubleNote(bench, 'machine')}
      </div>
      <div class="group data">
        <h3>${words.dataTitle}</h3>
        <p>${dataInWords(bench)}</p>
        ${troubleNote(bench, 'files')}
        <file-picker .messages=${messages}></file-picker>
      </div>
    </section>
  `;
}

function dataInWords({ model, messages, format }: Bench): string {
  const words = messages.lab;
  const { images, readingFiles, fromFiles } = model.stock;
  if (readingFiles) return words.dataReading;
  if (images === null) return model.loading ? words.dataArriving : words.dataNone;
  const training = format.whole(images.training);
  const validation = format.whole(images.validation);
  const data = fromFiles
    ? words.dataFiles(training, validation)
    : words.dataServer(training, validation);
  return model.imagesWait && model.underWay !== null ? `${data} ${words.dataWaits}` : data;
}
