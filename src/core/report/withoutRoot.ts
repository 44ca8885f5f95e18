/** Takes the place of a dataset on this machine out of what others read. `root` is the absolute path of its folder. */
export function withoutRoot(root: string) {
  const name = lastPart(root);
  return {
    /** A sentence in which files of the dataset may be named. */
    text: (sentence: string) =>
      root === ''
        ? sentence
        : sentence
            .replaceAll(`${root}/`, '')
            .replaceAll(`${root}\\`, '')
            .replaceAll(root, () => name),
    /** The absolute path of a file: relative to the dataset or, elsewhere, its name. */
    file: (file: string) =>
      [`${root}/`, `${root}\\`].some((start) => file.startsWith(start))
        ? file.slice(root.length + 1).replaceAll('\\', '/')
        : lastPart(file),
  };
}

const lastPart = (file: string): string => /[^\\/]*$/u.exec(file)![0];
