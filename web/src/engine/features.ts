/** What decides between the engine's builds. */
export interface Features {
  simd: boolean;
  /** Why threads cannot share memory, in words; empty when they can. */
  sharingProblem: string;
  /** Logical processors, at least 1. */
  processors: number;
  /** Where this code runs: `https://host:port`, or `file://` in Node. */
  origin: string;
}

/** (module (func (result v128) (i8x16.popcnt (i8x16.splat (i32.const 0))))) */
const simdProbe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0],
  ...[253, 15, 253, 98, 11],
);

/** Asks the browser, or Node, what it can do. */
export function detectFeatures(processors: number, origin: string): Features {
  return {
    simd: WebAssembly.validate(simdProbe),
    sharingProblem: sharingProblem(),
    processors: Math.max(1, Math.floor(processors) || 1),
    origin,
  };
}

/**
 * Shares a real buffer rather than reading `crossOriginIsolated`: WebKitGTK says true there, and has
 * no SharedArrayBuffer.
 */
function sharingProblem(): string {
  if (canShare()) return '';
  const scope: { isSecureContext?: boolean; crossOriginIsolated?: boolean } = globalThis;
  if (scope.isSecureContext === false) {
    return 'this page came over plain http from another machine, so browsers let no threads share memory';
  }
  if (scope.crossOriginIsolated === false) {
    return 'this page’s server does not isolate it (COOP and COEP headers), so threads cannot share memory';
  }
  return 'this browser has no memory that threads could share';
}

function canShare(): boolean {
  if (typeof SharedArrayBuffer !== 'function') return false;
  const { port1, port2 } = new MessageChannel();
  try {
    port1.postMessage(new SharedArrayBuffer(1));
    return true;
  } catch {
    return false;
  } finally {
    port1.close();
    port2.close();
  }
}
