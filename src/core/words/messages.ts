/** Every sentence that the engine can say, in English: the text is also its key in the files of translations. */
import { ARCHIVE_MESSAGES } from './messages/archiveMessages';
import { ANNOTATION_MESSAGES } from './messages/annotationMessages';
import { BACKEND_MESSAGES } from './messages/backendMessages';
import { BOX_MESSAGES } from './messages/boxMessages';
import { CONFIG_MESSAGES } from './messages/configMessages';
import { DATASET_MESSAGES } from './messages/datasetMessages';
import { DECISION_MESSAGES } from './messages/decisionMessages';
import { ENCODER_MESSAGES } from './messages/encoderMessages';
import { FILE_MESSAGES } from './messages/fileMessages';
import { FINDINGS_MESSAGES } from './messages/findingsMessages';
import { KEY_MESSAGES } from './messages/keyMessages';
import { LIBRARY_MESSAGES } from './messages/libraryMessages';
import { OPINION_MESSAGES } from './messages/opinionMessages';
import { OUTPUT_MESSAGES } from './messages/outputMessages';
import { PREDICTION_MESSAGES } from './messages/predictionMessages';
import { RAY_MESSAGES } from './messages/jobs/rayMessages';
import { REASON_MESSAGES } from './messages/reasonMessages';
import { REPORT_MESSAGES } from './messages/reportMessages';
import { WARNING_MESSAGES } from './messages/warningMessages';
import { PROGRESS_MESSAGES } from './messages/progressMessages';
import { RUN_MESSAGES } from './messages/runMessages';
import { TABLE_MESSAGES } from './messages/tableMessages';
import { QUERY_MESSAGES } from './messages/queryMessages';
import { THING_MESSAGES } from './messages/thingMessages';
import { TRAINING_MESSAGES } from './messages/trainingMessages';
import { WRITE_BACK_MESSAGES } from './messages/writeBackMessages';

export const MESSAGES = {
  ...ARCHIVE_MESSAGES,
  ...ANNOTATION_MESSAGES,
  ...BACKEND_MESSAGES,
  ...BOX_MESSAGES,
  ...CONFIG_MESSAGES,
  ...DATASET_MESSAGES,
  ...DECISION_MESSAGES,
  ...ENCODER_MESSAGES,
  ...FILE_MESSAGES,
  ...FINDINGS_MESSAGES,
  ...KEY_MESSAGES,
  ...LIBRARY_MESSAGES,
  ...OPINION_MESSAGES,
  ...OUTPUT_MESSAGES,
  ...QUERY_MESSAGES,
  ...THING_MESSAGES,
  ...TRAINING_MESSAGES,
  ...PREDICTION_MESSAGES,
  ...PROGRESS_MESSAGES,
  ...RUN_MESSAGES,
  ...TABLE_MESSAGES,
  ...RAY_MESSAGES,
  ...REASON_MESSAGES,
  ...REPORT_MESSAGES,
  ...WARNING_MESSAGES,
  ...WRITE_BACK_MESSAGES,
} as const;
