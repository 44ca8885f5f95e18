/** Every name that users, scripts or VS Code depend on, written once. `package.json` is checked against it by a test. */
export const EXTENSION_NAME = 'Label Review';
/** `publisher.name`. */
export const EXTENSION_ID = 'label-review.label-review';
/** The command line program. */
export const PROGRAM = 'label-review';
export const WALKTHROUGH = `${EXTENSION_ID}#start`;

export const COMMANDS = {
  scan: 'labelReview.scan',
  retrain: 'labelReview.retrain',
  updateOrder: 'labelReview.updateOrder',
  score: 'labelReview.score',
  openGallery: 'labelReview.openGallery',
  openOverview: 'labelReview.openOverview',
  export: 'labelReview.export',
  saveReport: 'labelReview.saveReport',
  applyToSource: 'labelReview.applyToSource',
  cancel: 'labelReview.cancel',
  showLog: 'labelReview.showLog',
  changeKeys: 'labelReview.changeKeys',
  installTensorFlow: 'labelReview.installTensorFlow',
  removeTensorFlow: 'labelReview.removeTensorFlow',
  installWebGpu: 'labelReview.installWebGpu',
  removeWebGpu: 'labelReview.removeWebGpu',
  installOnnx: 'labelReview.installOnnx',
  removeOnnx: 'labelReview.removeOnnx',
  chooseEncoder: 'labelReview.chooseEncoder',
  findSimilar: 'labelReview.findSimilar',
  runOnRay: 'labelReview.runOnRay',
} as const;

/** `labelReview.review.<action>`: what a reviewer does to the focused or selected suspects. */
export const REVIEW_ACTIONS = [
  'accept',
  'keep',
  'exclude',
  'unsure',
  'pickLabel',
  'pickTop',
  'undo',
  'redo',
  'next',
  'previous',
  'selectAll',
  'selectGroup',
  'toggleGroup',
  'acceptPair',
  'toggleLarge',
  'togglePanel',
  'findSimilar',
  'enterFilter',
  'openOriginal',
  'reveal',
  'copyPath',
  'copyImage',
  'filterPair',
  'filterClass',
  'filterFolder',
  'filterPicture',
  'showKeys',
] as const;
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];
export const reviewCommand = (action: ReviewAction) => `labelReview.review.${action}` as const;

export const SETTINGS_SECTION = 'labelReview';
/** Which keys the gallery has, where they differ from `core/keys.ts`. */
export const KEYS_SETTING = `${SETTINGS_SECTION}.keys`;
export const VIEW_CONTAINER = 'labelReview';
export const RUNS_VIEW = 'labelReview.runs';
export const GALLERY_VIEW_TYPE = 'labelReview.gallery';
export const OVERVIEW_VIEW_TYPE = 'labelReview.overview';

/** Names the folder of optional packages, for the trainer and the command line. */
export const PACKAGES_VARIABLE = 'LABEL_REVIEW_PACKAGES';

/** Set by `npm start`: the walkthrough is shown, seen before or not. */
export const WALKTHROUGH_VARIABLE = 'LABEL_REVIEW_WALKTHROUGH';

export const STORE_FOLDER = '.label-review';
/** What a dataset says itself of how it is searched: beside its images. */
export const CONFIG_FILE = 'label-review.json';
/** Its schema for editors, in the package. */
export const CONFIG_SCHEMA = 'media/label-review.schema.json';
export const CORRECTED_CSV = 'corrected_labels.csv';

export const RESULT_COLUMNS = [
  'path',
  'given_label',
  'is_label_issue',
  'label_quality',
  'predicted_label',
  'predicted_probability',
  'rank',
] as const;
/** What the table of `scan` has beyond that. */
export const SCAN_ONLY_COLUMNS = ['kind', 'off_topic'] as const;
export const SCAN_COLUMNS = [...RESULT_COLUMNS, ...SCAN_ONLY_COLUMNS] as const;
/** What tables of a run have at their end where boxes were searched; `path` then is that of the picture. */
export const BOX_COLUMNS = ['annotation', 'box'] as const;
export const SCORE_COLUMNS = [
  'index',
  'given_label',
  'is_label_issue',
  'label_quality',
  'predicted_label',
  'rank',
] as const;
export const SIMILAR_COLUMNS = ['path', 'given_label', 'similarity', 'rank'] as const;
export const CORRECTED_COLUMNS = [
  'path',
  'given_label',
  'corrected_label',
  'action',
  'is_label_issue',
  'label_quality',
  'predicted_label',
] as const;
/** The tables that we write, as they begin. */
export const OUR_TABLES: readonly (readonly string[])[] = [
  RESULT_COLUMNS,
  SCORE_COLUMNS,
  SIMILAR_COLUMNS,
  CORRECTED_COLUMNS,
];
/** Columns by which a table of ours is known when it is read again; of the corrected labels, others may be taken away. */
export const OUR_SIGNS: readonly (readonly string[])[] = [...OUR_TABLES, ['path', 'corrected_label']];
