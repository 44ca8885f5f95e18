/**
 * `npm run bench:paper -- [flags of bench:detect]`: the protocol of the paper behind the losses (arXiv 2511.16512, the
 * `paper` preset) against `balanced`, with the same losses on the same images, backend and machine.
 */
import { runMain } from '../../scripts/runMain';
import { runBench } from './runBench';

runMain(() =>
  runBench(process.argv.slice(2), {
    datasets: ['mnist'],
    noises: ['uniform'],
    rates: [0.2],
    presets: ['paper', 'balanced'],
    losses: ['cross-entropy', 'focal', 'blurry', 'piecewise-zero', 'generalized-cross-entropy'],
    seeds: [1],
    count: 6000,
  }),
);
