/**
 * `npm run bench:detect -- [--datasets mnist,fashion-mnist] [--noises uniform,asymmetric,instance-dependent] [--rates 0.1,0.2]
 * [--presets …] [--losses …|default] [--seeds 1,2,3] [--count N|all] [--keep FILE.jsonl] [-- SCAN FLAGS]`: scans every
 * combination with the built command line and prints a table of how well planted errors were found, and at what cost.
 * `--table FILE.jsonl` prints the table of what `--keep` has collected, `--evaluate RUN_FOLDER` the figures of one run.
 * Needs `bench/data` (or `--data DIR`) and a built `dist/`; folders of images are kept in `out/bench`.
 */
import { runMain } from '../../scripts/runMain';
import { runBench } from './runBench';

runMain(() =>
  runBench(process.argv.slice(2), {
    datasets: ['mnist'],
    noises: ['uniform'],
    rates: [0.2],
    presets: ['balanced'],
    losses: ['default'],
    seeds: [1],
    count: 6000,
  }),
);
