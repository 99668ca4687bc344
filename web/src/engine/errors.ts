/** Something that the engine refused: its message says what was expected and what was found. */
export class GradletError extends Error {
  override readonly name = 'GradletError';
}

/** The engine has trapped. Its memory cannot be trusted any more: load another one. */
export class EngineCrash extends Error {
  override readonly name = 'EngineCrash';
}

/** The words of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
