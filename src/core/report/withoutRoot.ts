/** Takes the place of a dataset on this machine out of what others read. `root` is the absolute path of its folder. */
export function withoutRoot(root: string) {
  const name = lastPart(root);
  const roots = root === '' ? [] : spellings(root);
  return {
    /** A sentence in which files of the dataset may be named. */
    text: (sentence: string) =>
      roots.reduce(
        (text, each) =>
          text
            .replaceAll(`${each}/`, '')
            .replaceAll(`${each}\\`, '')
            .replaceAll(each, () => name),
        sentence,
      ),
    /** The absolute path of a file: relative to the dataset or, elsewhere, its name. */
    file: (file: string) =>
      roots.some((each) => file.startsWith(`${each}/`) || file.startsWith(`${each}\\`))
        ? file.slice(root.length + 1).replaceAll('\\', '/')
        : lastPart(file),
  };
}

/** On Windows with either letter of the drive: VS Code writes it small, a shell mostly large. */
function spellings(root: string): readonly string[] {
  const [drive = '', rest] = [root[0], root.slice(1)];
  return /^[a-z]:[\\/]/iu.test(root) ? [drive.toLowerCase() + rest, drive.toUpperCase() + rest] : [root];
}

const lastPart = (file: string): string => /[^\\/]*$/u.exec(file)![0];
