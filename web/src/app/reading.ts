import type { Prediction, Stroke, Trainer } from '../shared/protocol';
import { exampleDigit } from './example-digit';
import type { Link } from './link';
import { NewestWins } from './newest-wins';

/** What lies on the sketchpad. */
export interface Drawing {
  strokes: Stroke[];
  /** 28×28 bytes beneath the strokes; null for none. */
  underlay: Uint8Array | null;
}

/** A stroke's points follow each other more closely than this. */
const strokeMilliseconds = 200;

/** What the network is asked to read: the drawing, or an input that was set pixel by pixel. */
export class Reading {
  drawing: Drawing = { strokes: [...exampleDigit], underlay: null };
  /** The strokes are the example that the page came with. */
  example = true;
  /** Drawings are scaled and moved as MNIST's digits were. */
  centre = true;
  /** The grid's own pixels; null while it is empty. */
  pixels: Uint8Array | null = null;
  /** The grid is read instead of the drawing. */
  fromGrid = false;
  prediction: Prediction | null = null;
  /** Height and width of the network's input, as far as it has answered. */
  inputSize = 8;
  /** What the network saw of the drawing last; the grid can begin with it. */
  seen: Uint8Array | null = null;

  /** When the drawing changed last. */
  #drawn = -Infinity;
  readonly #link: Link;
  readonly #onChange: () => void;
  readonly #asker = new NewestWins<null>(() => this.#ask());

  constructor(link: Link, onChange: () => void) {
    this.#link = link;
    this.#onChange = onChange;
  }

  /** Whether a stroke is being drawn. */
  get underPen(): boolean {
    return performance.now() - this.#drawn < strokeMilliseconds;
  }

  /** Reads again, since the weights are others. */
  refresh(): void {
    this.#asker.ask(null);
  }

  /** Another network may have an input of another size: the grid begins anew. */
  forgetGrid(): void {
    this.pixels = null;
    this.seen = null;
    this.fromGrid = false;
  }

  draw(drawing: Drawing): void {
    const more = drawing.strokes.length > 0 && drawing.underlay === this.drawing.underlay;
    const same = more && !this.example && !this.fromGrid;
    this.drawing = drawing;
    this.#drawn = performance.now();
    this.example = false;
    this.fromGrid = false;
    this.#asker.ask(null);
    // What is drawn is on the sketchpad already; all else changes with the answer.
    if (!same) this.#onChange();
  }

  centreDrawings(centre: boolean): void {
    this.centre = centre;
    this.fromGrid = false;
    this.#changed();
  }

  /** Keeps the grid's pixels; once it is read, every change of it is read at once. */
  setPixels(pixels: Uint8Array): void {
    this.pixels = pixels;
    if (this.fromGrid) this.#changed();
    else this.#onChange();
  }

  testPixels(pixels: Uint8Array): void {
    this.pixels = pixels;
    this.fromGrid = true;
    this.#changed();
  }

  #changed(): void {
    this.#asker.ask(null);
    this.#onChange();
  }

  async #ask(): Promise<void> {
    const { engine, trainer } = this.#link;
    if (engine === null) return;
    try {
      this.prediction = await this.#read(trainer);
      this.inputSize = this.prediction?.inputSize ?? this.inputSize;
      if (!this.fromGrid) this.seen = this.prediction?.input ?? null;
      this.#link.troubles.delete('read');
    } catch (error) {
      if (trainer === this.#link.trainer) this.#link.complain('read', 'read', error);
    }
    this.#onChange();
  }

  async #read(trainer: Trainer): Promise<Prediction | null> {
    const { drawing, pixels, centre } = this;
    if (this.fromGrid && pixels !== null) return trainer.predictInput(pixels);
    const { strokes, underlay } = drawing;
    if (strokes.length === 0 && underlay === null) return null;
    return trainer.predict(strokes, {
      centre,
      ...(underlay !== null && { underlay }),
      ...(this.underPen && { underPen: true }),
    });
  }
}
