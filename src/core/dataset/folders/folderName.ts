/** Names no folder has, on any system, or that hide it. */
const NO_FOLDER_NAME = /^\.|[/\\\0-\x1f<>:"|?*]|[. ]$|^$/u;
/** On most file systems, with room for other forms of its letters. */
const MOST_LETTERS = 80;

/** Whether a class can have a folder that is called like it. */
export const isFolderName = (label: string): boolean =>
  !NO_FOLDER_NAME.test(label) && label.length <= MOST_LETTERS;
