import { VERDICT, wrongProbability, type JudgedSuspects, type ReviewModel } from '../review/reviewModel';

/**
 * The suspects' probabilities of a wrong label in the light of the decisions, for the live order of a gallery. What is
 * decided comes after everything that is not, in the same order: its score is lower by one.
 */
export function rescore(model: ReviewModel, suspects: JudgedSuspects): Float64Array {
  const scores = new Float64Array(suspects.verdict.length);
  for (let i = 0; i < scores.length; i++) {
    const probability = wrongProbability(model, suspects, i);
    scores[i] = suspects.verdict[i] === VERDICT.none ? probability : probability - 1;
  }
  return scores;
}
