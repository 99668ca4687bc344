/** All panels; importing this registers their elements. The page also needs tokens.css. */
export { DropZone } from './drop-zone/drop-zone';
export { EpochTable } from './epoch-table/epoch-table';
export { FilePicker } from './file-picker/file-picker';
export { HelloBowl } from './hello-bowl/hello-bowl';
export { LossCurve } from './loss-curve/loss-curve';
export type { CurvePoints } from './loss-curve/curve-plot';
export { PixelImage } from './pixel-image/pixel-image';
export { PredictionBars } from './prediction-bars/prediction-bars';
export { RunControls } from './run-controls/run-controls';
export { RunHeadline, type ImageCounts } from './run-headline/run-headline';
export { RunSettingsPanel } from './run-settings/run-settings';
export { SketchPad } from './sketch-pad/sketch-pad';
export { StatusLine } from './status-line/status-line';
export { TroubleNote, type Trouble } from './trouble-note/trouble-note';
export { panelMessages, type PanelMessages } from './messages';
