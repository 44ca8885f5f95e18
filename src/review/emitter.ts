export interface Disposable {
  dispose(): void;
}

/** Adds a listener, until what it returns is disposed of. As VS Code's own, so that its functions take ours. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** As VS Code's `EventEmitter`, for parts that do not know VS Code. */
export class Emitter<T> {
  private readonly listeners = new Set<{ readonly call: (value: T) => void }>();

  readonly event: Event<T> = (call) => {
    const listener = { call };
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  /** An error of one listener is thrown after all have been called, where no caller can take it for its own. */
  fire(value: T): void {
    for (const { call } of [...this.listeners])
      try {
        call(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
