import { RANK_BYS } from '../core/confidentLearning/filterBy';
import { REPORT_IMAGES_OPTION } from '../core/report/reportForm';
import {
  FAIL_OVER_OPTION,
  FILTER_OPTION,
  rangeText,
  SCAN_OPTIONS,
  type Option,
} from '../core/run/scanOptions';
import { PROGRESS_STYLES } from './progress/progressStyle';
import { COUNT_OPTION } from './similarCommand';

const LINE_WIDTH = 120;
/** Where the text of a line begins. */
const TEXT_COLUMN = 25;

/** What a flag stands for, in as many lines as it takes. */
function usageOf(option: Option): string {
  const byDefault = option.default === undefined ? '' : ` (${option.default})`;
  const words = `${option.meaning}: ${rangeText(option)}${byDefault}`.split(' ');
  const lines: string[] = [];
  let line = `  --${option.flag} ${option.placeholder}`.padEnd(TEXT_COLUMN - 1);
  for (const word of words) {
    if (line.length + 1 + word.length > LINE_WIDTH) {
      lines.push(line);
      line = ' '.repeat(TEXT_COLUMN - 1);
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** What `--help` prints. */
export const USAGE = `label-review: find and fix wrong labels in image datasets

label-review scan <folder> [options]     train on the folder and rank its images, most suspect first
  --labels FILE          a CSV of labels instead of one subfolder per class
  --path-column NAME     its column of image paths, when it is not clear
  --label-column NAME    its column of labels, when it is not clear
  --config FILE          read another configuration than label-review.json in the folder (flags come first)
  --no-config            read no configuration
${[...Object.values(SCAN_OPTIONS), FILTER_OPTION].map(usageOf).join('\n')}
  --retrain              learn from your decisions and new images, going on from the last run: quick
${usageOf(FAIL_OVER_OPTION)}
                         (images with is_label_issue true; none that you have decided about is one)
  --report FILE          a report for people without the program, in a file named .html (with pictures) or .md
${usageOf(REPORT_IMAGES_OPTION)}
  --cache-folder FOLDER  where caches go, such as another disk; each dataset has a folder of its own there (the dataset)
  --out FILE.csv         where the table goes (standard output, unless --json)
  --json                 print one JSON object about the run

label-review score --labels FILE --pred-probs FILE [options]     rank labels by predictions made elsewhere
label-review score --images FOLDER --pred-probs FILE [options]
  --labels FILE          .csv or .npy: class indices or names
  --pred-probs FILE      .npy or .csv: one row per label, one column per class
  --classes A,B,C        the classes in column order (sorted order)
  --filter-by NAME       as above (prune_by_noise_rate; with --images: ${FILTER_OPTION.default})
  --rank-by NAME         ${RANK_BYS.join(' | ')} (self_confidence)
  --fail-over N          as above: exit with status 3 where more labels than this have is_label_issue true
  --out FILE.csv  --json
  --images FOLDER        make a run on this folder from them, to be reviewed like one after scan; --labels is then a
                         CSV of paths and labels, and may be left out where each subfolder is a class
  --order FILE           with --images: a CSV of the path of each row, where the predictions have no column 'path'
                         (the rows of --labels; else the paths in sorted order)
  --path-column NAME     with --images: the column of image paths in --labels, when it is not clear
  --label-column NAME    the column of labels in --labels, when it is not clear
  --config FILE  --no-config  --cache-folder FOLDER
                         with --images: as above

label-review export <folder> [options]   apply the review decisions
  --format NAME          csv: a table of all images; source: the corrections, written into the form that was read;
                         a new folder of folders | yolo | huggingface; a file of coco | cleanlab | label-studio (csv)
  --out FILE             where to write, but with source (corrected_labels.csv in the folder)
  --hard-links           of a new folder: images are other names of the same files instead of copies
  --dry-run              with source: list the files that would be changed, and change nothing
  --yes                  with source: change them without asking; needed where nobody can be asked
  --labels FILE          with source: the table of labels, where it lies outside of the folder
  --undo FILE            take an export with source back: FILE is the undo-….json that it has named

label-review report <folder> [options]   tell what the last search has found and what was decided since
  --out FILE             a file named .html (with pictures) or .md (Markdown on standard output)
${usageOf(REPORT_IMAGES_OPTION)}
  --cache-folder FOLDER  as in the search

label-review similar <folder> <image>... [options]     name the images that look most like one, or like several together
  --to IMAGE             the same as <image>
${usageOf(COUNT_OPTION)}
  --cache-folder FOLDER  as in the search that is to be used
  --out FILE.csv         where the table goes (standard output, unless --json)
  --json                 print one JSON object with them

All commands:
  --progress NAME        how progress is shown on standard error: ${PROGRESS_STYLES.join(' | ')} (bar in a terminal, else plain);
                         json: one object a line, for programs that follow a command
  --version              print the version of the program
Messages go to standard error, data to standard output. Exit status: 0 done, 1 failed, 2 wrong usage, 3 more
suspects than --fail-over allows, 130 cancelled.
`;
