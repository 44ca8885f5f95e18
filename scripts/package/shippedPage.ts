/** A link or picture of Markdown: whether it is a picture, its text, and where it leads. */
const LINK = /(!?)\[([^\][]*)\]\(([^)\s]+)\)/gu;
const isElsewhere = (target: string) => /^[a-z]+:|^#/u.test(target);

/**
 * README or changelog as it is in the .vsix of a project without a web address, which its links could be made absolute by: the
 * page of an extension in VS Code opens no files. Pictures are put into the text, links become their own text.
 */
export async function shippedPage(
  markdown: string,
  readPicture: (target: string) => Promise<Buffer>,
): Promise<string> {
  const pictures = new Map<string, string>();
  for (const [, mark, , target] of markdown.matchAll(LINK))
    if (mark === '!' && !isElsewhere(target!)) pictures.set(target!, await dataAddress(target!, readPicture));
  return markdown.replace(LINK, (whole, mark: string, text: string, target: string) => {
    if (isElsewhere(target)) return whole;
    return mark === '!' ? `![${text}](${pictures.get(target)!})` : text;
  });
}

async function dataAddress(
  target: string,
  readPicture: (target: string) => Promise<Buffer>,
): Promise<string> {
  const type = /\.(png|gif|webp)$/u.exec(target)?.[1];
  if (type === undefined) throw new Error(`${target} is no picture that a page of an extension may show.`);
  return `data:image/${type};base64,${(await readPicture(target)).toString('base64')}`;
}
