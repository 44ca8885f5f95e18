/** The distinct sentences, most frequent first, each with how often it was told; paths in `folder` and numbers are shortened. */
export function countSentences(sentences: readonly string[], folder: string): string {
  const counts = new Map<string, number>();
  for (const sentence of sentences) {
    const short = sentence.replaceAll(folder, '…').replace(VOLATILE, '#');
    counts.set(short, (counts.get(short) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([sentence, count]) => `${count} × “${sentence.replaceAll('|', '\\|')}”`)
    .join(' ');
}

/** Names of temporary files, times, and numbers of processes differ from one time to the next. */
const VOLATILE =
  /\b[0-9a-f]{12}\b|\d{8}-\d{6}-[0-9a-f]{4}|\d{4}-\d\d-\d\d \d\d:\d\d|(?<=process |line )\d+/gu;
