/** Entry of `label-review`, for Node: all of `label-review/core`, and what reads datasets, runs and reviews. */
export * from './core';
export type { FormatName } from '../core/dataset/formats/formatNames';
export type { IssueFilter } from '../core/run/issueFilter';
export type { OffTopic } from '../core/run/run';
export type { BackendChoice, MirrorChoice, Preset } from '../core/run/trainingPlan';
export { analyze } from './analyze';
export type { AnalyzeOptions, LossName, PredictionsFile } from './analyzeOptions';
export { correctedLabels, type CorrectedLabel, type CorrectedLabels } from './correctedLabels';
export type { DatasetOptions, LabelsTable } from './datasetOptions';
export { readDataset, type Dataset, type Skipped } from './readDataset';
export { readDecisions, type Decision, type Decisions, type UnappliedDecision } from './readDecisions';
export { readRun } from './readRun';
export type { Box, Run, RunRow, UnjudgedImage } from './run';
export type { Progress, Watch } from './watch';
