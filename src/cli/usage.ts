import { RANK_BYS } from '../core/confidentLearning/filterBy';
import { DEFAULT_ISSUE_FILTER, ISSUE_FILTERS } from '../core/run/issueFilter';
import { BACKEND_CHOICES, LOSS_NAMES, MIRROR_CHOICES, PRESETS } from '../core/run/trainingPlan';

/** What `--help` prints. */
export const USAGE = `label-review: find and fix wrong labels in image datasets

label-review scan <folder> [options]     train on the folder and rank its images, most suspect first
  --labels FILE          a CSV of labels instead of one subfolder per class
  --path-column NAME     its column of image paths, when it is not clear
  --label-column NAME    its column of labels, when it is not clear
  --preset NAME          ${PRESETS.join(' | ')} (balanced)
  --loss NAME            ${LOSS_NAMES.join(' | ')}
  --gamma G              exponent of the focal and blurry losses
  --cutoff C             probability below which piecewise-zero ignores a label
  --active-weight A --passive-weight B   of the two terms of symmetric-cross-entropy and active-passive
  --regularization L     weight of early-learning's second term
  --delay EPOCHS         epochs of cross-entropy before the robust loss
  --epochs N  --folds K  --image-size PX  --seed N
  --workers N            threads that train: a model on each; where there are more, several for each model (by the cores)
  --models N             models to train, if not one for each fold
  --batch-size N  --learning-rate R
  --distortion D         of training images, 0 (none) to 1
  --mirrors NAME         ${MIRROR_CHOICES.join(' | ')} (auto)
  --retrain              let the models of the last run go on learning, from your decisions and new images: quick
  --backend NAME         ${BACKEND_CHOICES.join(' | ')} (auto)
  --filter-by NAME       ${ISSUE_FILTERS.join(' | ')} (${DEFAULT_ISSUE_FILTER})
  --out FILE.csv         where the table goes (standard output, unless --json)
  --json                 print one JSON object about the run

label-review score --labels FILE --pred-probs FILE [options]     rank labels by predictions made elsewhere
label-review score --images FOLDER --pred-probs FILE [options]
  --labels FILE          .csv or .npy: class indices or names
  --pred-probs FILE      .npy or .csv: one row per label, one column per class
  --classes A,B,C        the classes in column order (sorted order)
  --filter-by NAME       as above (prune_by_noise_rate; with --images: ${DEFAULT_ISSUE_FILTER})
  --rank-by NAME         ${RANK_BYS.join(' | ')} (self_confidence)
  --out FILE.csv  --json
  --images FOLDER        make a run on this folder from them, to be reviewed like one after scan; --labels is then a
                         CSV of paths and labels, and may be left out where each subfolder is a class
  --order FILE           with --images: a CSV of the path of each row, where the predictions have no column 'path'
                         (the rows of --labels; else the paths in sorted order)
  --path-column NAME  --label-column NAME     with --images: the columns of --labels, when they are not clear

label-review export <folder> [options]   apply the review decisions
  --format csv           the only format of this version
  --out FILE             where to write (corrected_labels.csv in the folder)

Messages go to standard error, data to standard output. Exit status: 0 done, 1 failed, 2 wrong usage, 130 cancelled.
`;
