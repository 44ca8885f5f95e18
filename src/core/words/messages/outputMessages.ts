/** What is wrong with a file that is named for a result. */
export const OUTPUT_MESSAGES = {
  'output-no-folder': 'There is no folder {folder} to write {file} to; make it, or check the path.',
  'output-is-folder': '{file} is a folder; name a file in it.',
  'output-special': '{file} is a pipe or a device; name a file to write to.',
  'output-is-input': '{file} is one of the files that are read, and would be lost; write to another file.',
  'output-no-table': '{file} is not a table and would be overwritten; write to another file.',
  'output-no-report':
    '{file} is not a report of Label Review and would be overwritten; write to another file.',
  'output-no-report-name': 'A report is a file named .html or .md, not {file}.',
  'output-twice': '{file} is named for two outputs; name another file for one of them.',
  'output-named-image': '{file} is named like an image; name a table, such as results.csv.',
  'output-in-store': '{file} lies where runs and decisions are kept; write to another folder.',
  'output-not-ours':
    '{file} was not written by Label Review and would be overwritten; write to another file.',
  'output-no-new-folder':
    '{folder} holds other files than those of an earlier export; name a new folder, or an empty one.',
  'output-no-folder-name':
    'No folder can be called "{label}", as a class is; write another form, such as --format csv.',
  'output-same-folder':
    'This disk takes the folders {folder} and {other} for one, and their images would get mixed up; write another form, such as --format csv.',
  'output-in-dataset':
    '{folder} and the dataset {root} lie in each other, so copies would be taken for images of it; name a folder elsewhere.',
} as const;
