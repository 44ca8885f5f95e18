/** An error in one sentence for the person who ran a script: what went wrong and what to do. Anything else is a bug. */
export class ScriptError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ScriptError';
  }
}
