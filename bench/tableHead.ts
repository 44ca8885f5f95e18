/** Prints the head of a markdown table from its titles, as in `images | F1`; rows follow as soon as they are measured. */
export function printHead(titles: string): void {
  console.log(`| ${titles} |`);
  console.log(`|${' --- |'.repeat(titles.split('|').length)}`);
}
