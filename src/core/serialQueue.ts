/** Runs asynchronous tasks one after the other, in the order they were added; a failed task does not stop the next. */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects with the task's own result. */
  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    // The caller sees the failure; the queue only needs to know that the task is over.
    this.last = result.catch(() => undefined);
    return result;
  }
}
