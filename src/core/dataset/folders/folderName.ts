/** Names no folder has, on any system, or that hide it. */
const NO_FOLDER_NAME = /^\.|[/\\\0-\x1f<>:"|?*]|[. ]$|^$/u;
/** Those of devices on Windows, whatever their ending. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/iu;
/** On most file systems, with room for other forms of its letters. */
const MOST_LETTERS = 80;

/** Whether a class can have a folder that is called like it. */
export const isFolderName = (label: string): boolean =>
  !NO_FOLDER_NAME.test(label) && !DEVICE_NAME.test(label) && label.length <= MOST_LETTERS;
