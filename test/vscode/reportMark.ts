/** Begins each line of a suite's report: the stand-in finds them by it among all that the workbench prints. */
export const REPORT_MARK = '│ ';
