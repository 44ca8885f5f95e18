/** What is wrong with a run, its files or its store, or with the plan of one. */
export const RUN_MESSAGES = {
  'run-in-progress':
    'Another run ({holder}) is working on {root}; wait for it or cancel it first. If it no longer exists, try again in a minute or delete {file}.',
  'holder-since': 'since {time} UTC',
  'holder-process': 'process {pid}, since {time} UTC',
  'holder-process-on': 'process {pid} on {host}, since {time} UTC',
  'store-unwritable':
    'Cannot write {file} ({code}); check its permissions and the free space, or choose another place.',
  'store-gone':
    'Cannot write {file}: the folder it belongs to is no longer there; put it back, or open the dataset where it is now.',
  'store-link':
    '{file} is a link, and nothing in this folder is read or written through a link; delete it, or put what it leads to in its place.',
  'store-cache-link':
    '{file} is a link, and nothing in this folder is read or written through a link; delete it, and name the other folder with --cache-folder or the setting labelReview.cacheFolder.',
  'cache-in-dataset':
    'The folder for caches, {folder}, lies in the dataset {root}, where thumbnails would be taken for images; name one outside of it.',
  'store-special': '{file} is a pipe or a device; delete it, for only files and folders belong there.',
  'store-no-folder': '{file} is a file where a folder is needed; move it away or delete it.',
  'store-no-file': '{file} is a folder where a file is needed; move it away or delete it.',
  'store-elsewhere':
    'The folder of the dataset cannot be written, so decisions and runs are kept in {folder}.',
  'store-other-before': 'What was decided and found before is read as well, from {folder}.',
  'store-other-while':
    'What was decided and found while the folder could not be written is read as well, from {folder}.',
  'store-other-unread': 'What was decided and found in {folder} is not known here: {why}',
  'journal-conflict':
    '{file} has conflict markers of a merge, the first in line {line}; keep the lines of both sides, delete the markers, and decide again.',
  'journal-busy': '{file} is being changed by another program; try again when it has finished.',
  'journal-unreadable': '{file} cannot be read ({code}); check its permissions.',
  'store-unreadable': 'The folder {file} cannot be looked through ({code}); check its permissions.',
  'no-image-readable-why':
    'None of the {count} [images|boxes] in {root} can be read. The first, {image}: {reason}.',
  'no-image-readable':
    'None of the {count} [images|boxes] in {root} can be read; open [one|the picture of one] in an image viewer to see why.',
  'nothing-to-retrain':
    '{root} has no run with these classes whose models could be retrained; find wrong labels first.',
  'not-searched': '{root} has not been searched yet; run "Find Wrong Labels…" first.',
  'view-changed': 'The list of suspects has changed meanwhile; look again and repeat.',
  'run-dated-later':
    'A run of this dataset is dated later than now, so this one is dated {time}, after it; check the clock of this computer.',
  'run-damaged': 'Cannot use {file}: {why}; find wrong labels again to replace it.',
  'results-damaged':
    'The results of this run cannot be read: {why}. Find wrong labels again to replace them.',
  'file-unreadable': 'it cannot be read',
  'file-no-json': 'it is not JSON',
  'system-short':
    'This computer has run out of something that a search needs ({detail}). Allow more open files (ulimit -n), use fewer workers or end other programs, and start it again: what is done is kept.',
  'file-no-json-lines': 'it is not JSON lines',
  'file-other-version': 'its content is not of this version',
  'file-no-csv': 'it is empty or not a CSV file',
  'file-no-npy': 'it is not a usable .npy file',
  'file-missing': 'it is missing',
  'file-too-short': 'it is too short',
  'file-other-size': 'it is not about {images|# image|# images} and {classes|# class|# classes}',
  'file-no-row': 'it has no row {row}',
  'file-model-count': 'it does not hold {models|# model|# models}',
  'file-folds': 'it does not name one of {folds|# fold|# folds} for each of {images|# image|# images}',
  'file-no-path': 'its line {line} is no path of an image in the dataset',
  'file-no-place': 'its line {line} does not say where an image is',
  'file-image-count': 'it holds {found|# image|# images} instead of {images}',
  'file-suspect-count': 'it flags {found|# image|# images} instead of {suspects}',
  'file-column': '{column}: {why}',
  'column-value': 'row {row}, {value}, is out of range or there twice',
  'result-cells': 'a row has {cells|# cell|# cells} instead of {columns}',
  'result-no-path': 'a row has no path of an image in the dataset',
  'result-no-flag': 'is_label_issue of {path} is neither true nor false',
  'result-no-share': '{column} of {path} is not a number from 0 to 1',
  'result-no-rank': 'rank of {path} is not a whole number above 0',
  'plan-missing': 'Cannot read {file} ({code}); name the folder that `label-review plan` has made.',
  'plan-damaged': '{file} is damaged; run `label-review plan` again.',
  'plan-other-version':
    '{file} was made by version {planned}, and this is version {version}; use the same on all machines, or run `label-review plan` again.',
  'plan-folder-used': '{folder} holds other files than those of a plan; name a new folder, or an empty one.',
  'plan-in-dataset':
    'The folder {folder} and the dataset {root} lie in each other; name a folder outside of the dataset.',
  'plan-images-changed':
    '{images|# image of this task has|# images of this task have} changed or gone since the plan was made, the first is {first}; put it back, or plan again: what is done of other images is kept. (Dataset: {root})',
  'plan-sources-changed':
    'Since the plan was made, {changed|# folder or file of labels has|# folders or files of labels have} changed in {root}, the first is {first}: images and labels are those of the plan, and what is new is not among them.',
  'plan-replaced':
    '{file} was replaced while a task of it was at work; what the task has made is left out. Run the tasks of the new plan.',
  'plan-encoder-changed': '{file} is not what it was when the plan was made; put it back, or plan again.',
  'plan-store-elsewhere':
    'This machine cannot write into {root}, where the run belongs; run `label-review merge {folder}` on one that can.',
  'task-unknown': 'There is no task {task} in {folder}; its tasks are {tasks}.',
  'task-needs': 'The task {task} needs {needed}, which is not done; run that first.',
  'task-file-unreadable':
    '{file} cannot be read or written ({code}); check its permissions and the storage that it is on, then run the task again.',
  'task-output-unusable': '{file} is missing, damaged or of another plan; run the task again that makes it.',
} as const;
