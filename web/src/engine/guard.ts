import { EngineCrash, GradletError, messageOf } from './errors';

/** The helpers that Emscripten exports so that C++ exceptions can be read. */
export interface ExceptionHelpers {
  getExceptionMessage(exception: unknown): [type: string, message: string];
  decrementExceptionRefcount(exception: unknown): void;
}

/**
 * `module`, but its functions, its classes and their objects throw errors of JavaScript:
 * `GradletError` for a C++ exception, `EngineCrash` for a trap and for every call after one. `onCrash`
 * is told of the trap before its caller is.
 */
export function guard<M extends object>(
  module: M & ExceptionHelpers,
  onCrash: (crash: EngineCrash) => void = () => undefined,
): M {
  let crash: EngineCrash | undefined;

  function attempt(work: () => unknown): unknown {
    if (crash) throw crash;
    try {
      const result = work();
      return isHandle(result) ? guarded(result) : result;
    } catch (error) {
      if (error instanceof WebAssembly.Exception) throw translate(module, error);
      // A stack overflow leaves C++ frames undone too.
      if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
        crash = new EngineCrash(`the engine has crashed: ${messageOf(error)}`);
        onCrash(crash);
        throw crash;
      }
      throw error;
    }
  }

  // Embind reaches a guarded object's innards through its proxy, so it can be an argument as it is.
  function guarded<T extends object>(target: T): T {
    return new Proxy(target, {
      get(_, name): unknown {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return new Proxy(value, {
          apply: (method, _self, parameters) =>
            attempt(() => Reflect.apply(method, target, parameters) as unknown),
          construct: (constructor, parameters) =>
            attempt(() => Reflect.construct(constructor, parameters) as unknown) as object,
        });
      },
    });
  }

  return guarded(module);
}

function translate(helpers: ExceptionHelpers, exception: WebAssembly.Exception): GradletError {
  const [type, message] = helpers.getExceptionMessage(exception);
  helpers.decrementExceptionRefcount(exception);
  if (type === 'std::bad_alloc') {
    return new GradletError('memory: expected room for more, found none left');
  }
  return new GradletError(message || type);
}

/** Objects of C++ classes carry their pointer in `$$`. */
function isHandle(value: unknown): value is object {
  return typeof value === 'object' && value !== null && '$$' in value;
}
