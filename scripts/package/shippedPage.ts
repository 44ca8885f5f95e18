/** A link or picture of Markdown: whether it is a picture, its text, and where it leads. */
const LINK = /(!?)\[([^\][]*)\]\(([^)\s]+)\)/gu;
const ELSEWHERE = /^[a-z]+:|^#/u;

/**
 * README or changelog as it is in the .vsix of a project without a web address, which links could be made absolute by. The page
 * of an extension in VS Code opens no files and shows no pictures but those of the web, not even such as are in the text:
 * links become their own text, and pictures are left out.
 */
export const shippedPage = (markdown: string): string =>
  markdown
    .replace(LINK, (whole, mark: string, text: string, target: string) => {
      if (ELSEWHERE.test(target)) return whole;
      return mark === '!' ? '' : text;
    })
    .replace(/\n{3,}/gu, '\n\n');
