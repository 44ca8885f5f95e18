/** The first line of a loader's error, without its final stop. */
export function whyNotLoaded(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0]!.trim().replace(/\.$/, '');
}
