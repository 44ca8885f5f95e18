/**
 * `npm run bench:review`: errors found per image looked at, by the run's order and by the live order that learns from the
 * decisions, on drawn suspects. The run's probabilities are right up to a common error and the nature of each pair.
 */
import { createRng } from '../../src/core/rng';
import { runMain } from '../../scripts/runMain';
import { drawReview } from './drawnReview';
import { errorsFound } from './simulateReview';
import { printHead } from '../tableHead';

const SHARES = [0.1, 0.25, 0.5, 0.75] as const;
const WORLDS = 50;
const UPDATE_EVERY = 50;
const CASES = [
  { name: 'pairs alike', pairSpread: 0, level: 0 },
  { name: 'pairs somewhat different', pairSpread: 0.7, level: 0 },
  { name: 'pairs very different', pairSpread: 1.5, level: 0 },
  { name: 'the run too sure', pairSpread: 0.7, level: -1 },
] as const;

function main(): Promise<number> {
  printHead(`suspects (mean of ${WORLDS} draws) | errors | order | ${SHARES.map(percent).join(' | ')}`);
  for (const { name, ...options } of CASES) {
    let errors = 0;
    const totals = { run: SHARES.map(() => 0), live: SHARES.map(() => 0) };
    for (let world = 0; world < WORLDS; world++) {
      const review = drawReview(createRng(world), { suspects: 1000, pairs: 30, ...options });
      errors += review.truth.reduce((sum, wrong) => sum + wrong, 0);
      errorsFound(review, SHARES).forEach((found, i) => (totals.run[i]! += found));
      errorsFound(review, SHARES, UPDATE_EVERY).forEach((found, i) => (totals.live[i]! += found));
    }
    for (const order of ['run', 'live'] as const)
      console.log(
        `| ${name} | ${Math.round(errors / WORLDS)} | ${order} | ${totals[order].map((found) => (found / WORLDS).toFixed(1)).join(' | ')} |`,
      );
  }
  return Promise.resolve(0);
}

const percent = (share: number) => `${share * 100} % looked at`;

runMain(main);
