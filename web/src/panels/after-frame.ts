/**
 * Resolves in the first task after the next frame. A panel that is long to make and seldom in sight waits
 * for it: together with what else is new at that moment it would be one long task.
 */
export function afterFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
