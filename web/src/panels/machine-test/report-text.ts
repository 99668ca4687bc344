import type { MachineReport } from '../../shared/run-reports';
import type { Format } from '../format';
import type { PanelMessages } from '../messages';

/** The report as lines of text, to be sent to somebody. */
export function reportText(report: MachineReport, messages: PanelMessages, format: Format): string {
  const words = messages.machine;
  const { engine } = report;
  const lines = [
    words.title,
    words.epoch(
      format.duration(report.epochSeconds),
      format.whole(report.images),
      format.whole(report.batchSize),
    ),
    words.speed(format.speed(report.imagesPerSecond)),
    words.engine(words.builds[engine.build], format.whole(report.threads)),
  ];
  if (engine.threadsReason !== '') lines.push(words.reason(engine.threadsReason));
  if (report.processors > 0) lines.push(words.processors(format.whole(report.processors)));
  if (report.browser !== '') lines.push(words.browser(report.browser));
  return lines.join('\n');
}
