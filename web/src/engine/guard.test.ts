import { describe, expect, it, vi } from 'vitest';
import { EngineCrash, GradletError } from './errors';
import { guard } from './guard';

/** A module as the glue makes it: functions, a class whose objects carry `$$`, C++ exceptions. */
function glue() {
  class Thing {
    readonly $$ = { ptr: 1 };
    constructor(readonly name: string) {
      if (name === '') throw cppException('[thing] expected a name, found none');
    }
    hello(): string {
      return `I am ${this.name}`;
    }
    fail(): never {
      throw cppException('[thing] expected success, found failure');
    }
  }
  const tag = new WebAssembly.Tag({ parameters: ['i32'] });
  const messages: string[] = [];
  /** What a C++ `throw` is to JavaScript: no `Error`, though a `throw` here wants to be told one. */
  function cppException(message: string): Error {
    return new WebAssembly.Exception(tag, [messages.push(message) - 1]) as unknown as Error;
  }
  return {
    Thing,
    twin: (thing: Thing) => new Thing(`${thing.name}, a twin of ${thing.$$.ptr}`),
    trap: () => {
      throw new WebAssembly.RuntimeError('unreachable');
    },
    outOfMemory: () => {
      throw cppException('std::bad_alloc');
    },
    mistake: () => {
      throw new TypeError('a mistake in JavaScript');
    },
    getExceptionMessage(exception: unknown): [string, string] {
      const message = messages[(exception as WebAssembly.Exception).getArg(tag, 0) as number] ?? '';
      return [message.startsWith('std::') ? message : 'gradlet::core::Error', message];
    },
    decrementExceptionRefcount: vi.fn(),
  };
}

describe('guard', () => {
  it('lets calls, constructors and objects work as before', () => {
    const module = guard(glue());
    const thing = new module.Thing('one');
    expect(thing.hello()).toBe('I am one');
    expect(module.twin(thing).hello()).toBe('I am one, a twin of 1');
  });

  it('turns C++ exceptions into errors with their words, and lets go of them', () => {
    const raw = glue();
    const module = guard(raw);
    expect(() => new module.Thing('')).toThrow(
      new GradletError('[thing] expected a name, found none'),
    );
    const thing = new module.Thing('one');
    expect(() => thing.fail()).toThrow(GradletError);
    expect(() => module.outOfMemory()).toThrow(/memory/);
    expect(raw.decrementExceptionRefcount).toHaveBeenCalledTimes(3);
  });

  it('guards the objects that calls return', () => {
    const module = guard(glue());
    expect(() => module.twin(new module.Thing('one')).fail()).toThrow(/found failure/);
  });

  it('refuses every call after a trap, and tells of the trap once', () => {
    const onCrash = vi.fn();
    const module = guard(glue(), onCrash);
    const thing = new module.Thing('one');
    expect(() => module.trap()).toThrow(EngineCrash);
    expect(() => thing.hello()).toThrow(EngineCrash);
    expect(onCrash).toHaveBeenCalledOnce();
  });

  it('leaves mistakes of JavaScript as they are', () => {
    const module = guard(glue());
    expect(() => module.mistake()).toThrow(TypeError);
    expect(new module.Thing('one').hello()).toBe('I am one');
  });
});
