import { EngineCrash, GradletError, messageOf } from './errors';
import type { EngineInfo } from '../shared/protocol';
import type { Engine } from './engine';
import { guard, type ExceptionHelpers } from './guard';
import type { EngineChoice, EngineUrls } from './select-engine';

/** What the glue of a build exports. */
interface Glue {
  default(options: { pthreadPoolSize: number }): Promise<Engine & ExceptionHelpers>;
}

export interface LoadedEngine {
  engine: Engine;
  /** The build that was loaded: of one thread, if that with threads could not be. */
  choice: EngineChoice;
}

export function engineInfo({ choice }: LoadedEngine): EngineInfo {
  const { build, maxThreads, threadsReason } = choice;
  return { build, maxThreads, threadsReason };
}

/** Browsers give no sign when a thread's script is refused; a phone may need seconds to start them. */
const poolPatienceMilliseconds = 15_000;

/**
 * Loads the chosen build; where its threads do not start, the one without. Throws when that fails too.
 */
export async function loadEngine(
  choice: EngineChoice,
  urls: EngineUrls,
  onCrash?: (crash: EngineCrash) => void,
): Promise<LoadedEngine> {
  if (choice.build === 'threads') {
    try {
      // Its caller is one of the threads.
      return { engine: await instantiate(choice.url, choice.maxThreads - 1, onCrash), choice };
    } catch (error) {
      const threadsReason = `the engine’s threads did not start: ${messageOf(error)}`;
      choice = { build: 'simd', url: urls.simd, maxThreads: 1, threadsReason };
    }
  }
  return { engine: await instantiate(choice.url, 0, onCrash), choice };
}

async function instantiate(
  url: string,
  pthreadPoolSize: number,
  onCrash: ((crash: EngineCrash) => void) | undefined,
): Promise<Engine> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    // A static file that no bundler may touch: the glue finds its parts by its own address.
    const glue = (await import(/* @vite-ignore */ url)) as Glue;
    const late = new Promise<never>((_, reject) => {
      if (pthreadPoolSize === 0) return;
      timer = setTimeout(() => {
        reject(new EngineCrash(`none after ${poolPatienceMilliseconds / 1000} s`));
      }, poolPatienceMilliseconds);
    });
    return guard(await Promise.race([glue.default({ pthreadPoolSize }), late]), onCrash);
  } catch (error) {
    throw new GradletError(`the engine could not be loaded from ${url}: ${messageOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}
