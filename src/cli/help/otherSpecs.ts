import { CORRECTED_CSV } from '../../core/names';
import { REPORT_IMAGES_OPTION } from '../../core/report/reportForm';
import type { Option } from '../../core/run/scanOptions';
import { OTHER_FORMATS } from '../export/exportOther';
import { optionFlag, type CommandSpec } from './commandSpec';
import { CACHE, JSON_FLAG, OUT } from './sharedFlags';

export const EXPORT_FORMATS = ['csv', 'source', ...OTHER_FORMATS] as const;

export const EXPORT_SPEC: CommandSpec = {
  name: 'export',
  summary: 'apply the decisions of a review',
  usage: ['export FOLDER [options]'],
  operands: 'folder',
  groups: [
    {
      title: 'What is written',
      flags: [
        {
          flag: 'format',
          placeholder: 'NAME',
          meaning:
            `csv: a table of all images; source: the corrections, written into the form that was read; the others: a ` +
            `new folder or file of that form: ${EXPORT_FORMATS.join(' | ')} (csv)`,
          choices: EXPORT_FORMATS,
        },
        {
          flag: 'out',
          placeholder: 'FILE',
          meaning: `where to write, but with source (${CORRECTED_CSV} in the folder)`,
          takes: 'file',
        },
        {
          flag: 'hard-links',
          meaning: 'of a new folder: images are other names of the same files instead of copies',
        },
      ],
    },
    {
      title: 'With --format source',
      flags: [
        { flag: 'dry-run', meaning: 'list the files that would be changed, and change nothing' },
        { flag: 'yes', meaning: 'change them without asking; needed where nobody can be asked' },
        {
          flag: 'labels',
          placeholder: 'FILE',
          meaning: 'the table of labels, where it lies outside of the folder',
          takes: 'file',
        },
        {
          flag: 'undo',
          placeholder: 'FILE',
          meaning: 'take such an export back: FILE is the undo-….json that it has named',
          takes: 'file',
        },
      ],
    },
  ],
  examples: [
    { line: 'export images', does: `write ${CORRECTED_CSV} into the folder` },
    { line: 'export images --format source --dry-run', does: 'see what would be changed in the dataset' },
  ],
};

export const REPORT_SPEC: CommandSpec = {
  name: 'report',
  summary: 'tell what the last search has found and what was decided since',
  usage: ['report FOLDER [options]'],
  operands: 'folder',
  groups: [
    {
      title: 'Options',
      flags: [
        {
          flag: 'out',
          placeholder: 'FILE',
          meaning: 'a file named .html (with pictures) or .md (Markdown on standard output)',
          takes: 'file',
        },
        optionFlag(REPORT_IMAGES_OPTION),
        { ...CACHE, meaning: 'as in the search' },
      ],
    },
  ],
  examples: [
    { line: 'report images --out report.html', does: 'one page with the most suspect images' },
    { line: 'report images --report-images 20 >report.md', does: 'tables in Markdown' },
  ],
};

export const COUNT_OPTION = {
  flag: 'count',
  placeholder: 'N',
  meaning: 'how many images to name',
  kind: 'integer',
  minimum: 1,
  maximum: 1_000_000,
  default: 20,
} as const satisfies Option;

export const SIMILAR_SPEC: CommandSpec = {
  name: 'similar',
  summary: 'name the images that look most like one, or like several together',
  usage: ['similar FOLDER IMAGE... [options]'],
  operands: 'folder, then files',
  groups: [
    {
      title: 'Options',
      flags: [
        { flag: 'to', placeholder: 'IMAGE', meaning: 'the same as IMAGE', takes: 'file', isRepeated: true },
        optionFlag(COUNT_OPTION),
        { ...CACHE, meaning: 'as in the search that is to be used' },
        OUT,
        JSON_FLAG,
      ],
    },
  ],
  examples: [
    { line: 'similar images cat/017.png', does: 'the twenty most similar images' },
    { line: 'similar images a.jpg b.jpg --count 100 --json', does: 'images like both of these' },
  ],
};

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export const COMPLETION_SPEC: CommandSpec = {
  name: 'completion',
  summary: 'print a script that lets a shell complete commands, flags and values',
  usage: [`completion ${SHELLS.join('|')}`],
  operands: SHELLS,
  groups: [],
  examples: [
    { line: 'completion bash >~/.local/share/bash-completion/completions/label-review', does: 'for bash' },
    { line: 'completion zsh >~/.zsh/completions/_label-review', does: 'for zsh, in a folder of $fpath' },
    { line: 'completion fish >~/.config/fish/completions/label-review.fish', does: 'for fish' },
  ],
};
