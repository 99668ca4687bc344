import { describe, expect, it } from 'vitest';
import type { Stroke } from '../../shared/protocol';
import { DrawingHistory, emptyDrawing, sameDrawing, type Drawing } from './drawing-history';

const stroke = (x: number): Stroke => [{ x, y: 0.5, pressure: 0.5 }];
const drawing = (...strokes: Stroke[]): Drawing => ({ strokes, underlay: null });

describe('DrawingHistory', () => {
  it('takes changes back, the newest first', () => {
    const history = new DrawingHistory();
    const first = stroke(0.1);
    const image = new Uint8Array(784);
    history.note(emptyDrawing());
    history.note(drawing(first));
    history.note({ strokes: [], underlay: image });
    expect(history.takeBack()).toEqual({ strokes: [], underlay: image });
    expect(history.takeBack()).toEqual(drawing(first));
    expect(history.takeBack()).toEqual(emptyDrawing());
    expect(history.empty).toBe(true);
    expect(history.takeBack()).toBeNull();
  });

  it('is not changed by strokes added to a list afterwards', () => {
    const history = new DrawingHistory();
    const strokes = [stroke(0.1)];
    history.note({ strokes, underlay: null });
    strokes.push(stroke(0.2));
    expect(history.takeBack()?.strokes.length).toBe(1);
  });

  it('forgets the oldest of very many', () => {
    const history = new DrawingHistory();
    for (let index = 0; index < 1000; index++) history.note(drawing(stroke(index / 1000)));
    let steps = 0;
    let oldest: Drawing | null = null;
    for (let next = history.takeBack(); next !== null; next = history.takeBack()) {
      oldest = next;
      steps += 1;
    }
    expect(steps).toBe(200);
    expect(oldest?.strokes[0]?.[0]?.x).toBe(0.8);
  });
});

describe('sameDrawing', () => {
  it('compares strokes, not their lists', () => {
    const first = stroke(0.1);
    expect(sameDrawing(drawing(first), drawing(first))).toBe(true);
    expect(sameDrawing(drawing(first), drawing(first, stroke(0.2)))).toBe(false);
    expect(sameDrawing(drawing(first), drawing(stroke(0.1)))).toBe(false);
  });

  it('tells images apart', () => {
    const image = new Uint8Array(784);
    expect(sameDrawing(emptyDrawing(), { strokes: [], underlay: image })).toBe(false);
    expect(sameDrawing({ strokes: [], underlay: image }, { strokes: [], underlay: image })).toBe(
      true,
    );
  });
});
