/** What is said of corrections that are written back into a dataset. */
export const WRITE_BACK_MESSAGES = {
  'write-back-name-taken':
    'There is a file {file} by now, so nothing was put in its place; try again to have another name chosen.',
  'write-back-outside':
    '{file} lies outside of the dataset {root}, where nothing is changed unless you name it: pass --labels with its path.',
  'write-back-behind-link':
    '{file} is reached through {link}, which is no plain folder, and nothing is changed behind a link. Put the folder itself there.',
  'write-back-file-changed':
    '{file} was changed by another program meanwhile, so nothing was written; try again.',
  'write-back-open':
    'Writing the labels back into {root} stopped half-way and could not be taken back. When the reason is mended, run `label-review export` with --undo {file} to restore everything.',
  'write-back-interrupted':
    'Writing labels back into {root} was interrupted, so some are changed and some are not. Run it again with --yes to finish it, or with --undo {file} to take everything back.',
  'written-back':
    'Wrote labels back into {dataset}: {relabelled|1 new label|# new labels}, {excluded} excluded. The next search sees them.',
  'write-back-finished': 'All labels are written back into {dataset} now. The next search sees them.',
  'taken-back-but':
    '{files|1 file is|# files are} left as {files|it is|they are}, {file} first, because another program has changed {files|it|them} since.',
  'write-back-left-alone':
    '{file} was changed, moved or removed by another program since, so it was left as it is.',
  'undo-unreadable':
    '{file} does not say how to take an export back; name a file undo-….json that an export has written.',
  'write-back-not-in-place':
    'The labels of {root} are in {format}, which is read, but not written in place. Write a table of the corrected labels instead: --format csv.',
  'write-back-folders-unclear':
    'With the images of {root} moved as decided, its folders would be taken for something else: {image} would have the label {is}, not {label}. Nothing was changed; write a table of the corrected labels instead: --format csv.',
  'write-back-renamed':
    '{count|# image gets|# images get} another name, because there is one of that name already: {is} instead of {wanted}{count||, for one}.',
  'left-out-correction': '{path} ({why})',
  'left-out-no-folder-name': 'a folder cannot be called {label}',
  'left-out-same-folder': 'this disk takes the folders {label} and {other} for one',
  'left-out-behind-link': 'it would be moved through {link}, which is no plain folder',
  'write-back-names-unclear':
    '{file} is written in a way in which no class can be added to it. Add {names} to its names by hand, behind the others, and search again.',
  'left-out-no-number': 'its class is a number, and without a list of classes a new one must be one, too',
  'left-out-not-utf8': '{file} is not written in plain UTF-8',
  'left-out-two-ways': 'another picture has the same lines in {file}, and was decided about in another way',
  'left-out-no-flag': 'its file has no flag {label}',
  'left-out-not-found': 'its label is not where it was read',
  'left-out-no-file': 'it is not there',
  'left-out-relative-link': 'it is a link, and would no longer lead to {target}',
  'left-out-no-null': 'the rows of {file} always have a label; take the row out with another program',
  'left-out-number-large': 'the numbers in {file} are too short for the class {label}',
  'left-out-named-elsewhere':
    'its class {label} is new, and {file} lists the classes, too; add it there behind the others first',
  'write-back-parquet-type':
    'The labels in the column {column} of {file} are of the type {type}, which cannot be written back as it is. Write a table of the corrected labels instead: --format csv.',
  'write-back-parquet-form':
    '{file} is laid out in a way in which its labels cannot be replaced. Write it anew with pyarrow or datasets, or write a table of the corrected labels instead: --format csv.',
  'left-out-missing-label': '{label} in a table means that there is no label',
  'left-out-no-class-column': '{file} has no column for the class {label}',
  'left-out-not-encoded': '{file} is in an encoding that has no letters for {label}',
  'correction-left-out': 'A correction is left out: {images}.',
  'corrections-left-out': '{count} corrections are left out: {images}.',
} as const;
