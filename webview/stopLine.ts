import { html, nothing, type TemplateResult } from 'lit';
import type { CountEstimate } from '../src/core/labelNoise/errorEstimate';
import type { StoppingAdvice } from '../src/core/stopping';
import { formatCount } from './reviewWording';

/** How the review is going, in words; `lookAhead` is the ground for the advice. */
export interface StopTexts {
  readonly sofar: string;
  readonly lookAhead: string;
  readonly beyond: string;
}

export function stopTexts({ recent, found, left, next, beyond }: StoppingAdvice): StopTexts {
  const sofar: string[] = [];
  if (recent.images > 0)
    sofar.push(`Last ${formatCount(recent.images)}: ${percent(recent.wrong / recent.images)} wrong.`);
  sofar.push(
    left.images === 0
      ? `${errors(found)} found.`
      : `${errors(found)} found, ${estimate(left)} left in ${formatCount(left.images)} suspects.`,
  );
  return {
    sofar: sofar.join(' '),
    lookAhead:
      next.images === 0
        ? 'Every suspect is reviewed.'
        : `The next ${formatCount(next.images)} hold ${estimate(next)}.`,
    beyond: `The run expects about ${formatCount(Math.round(beyond))} more among the images that are no suspects.`,
  };
}

const errors = (count: number) => (count === 1 ? '1 error' : `${formatCount(count)} errors`);
const percent = (share: number) => `${Math.round(share * 100)}%`;

/** Rounded outwards, so that the bounds still hold. */
function estimate({ errors: expected, low, high }: CountEstimate): string {
  return `about ${formatCount(Math.round(expected))} (${formatCount(Math.floor(low))}–${formatCount(Math.ceil(high))})`;
}

/**
 * Where to stop: what was found, what is left, and whether going on pays. Only the advice to stop is announced, once:
 * numbers that change with every decision would drown what matters.
 */
export function stopLine(advice: StoppingAdvice | null): TemplateResult | typeof nothing {
  if (advice === null) return nothing;
  const { sofar, lookAhead, beyond } = stopTexts(advice);
  return html`<section class="stop-line" aria-label="Where to stop" title=${beyond}>
    <span>${sofar}</span>
    <span class=${advice.canStop ? 'can-stop' : ''}
      ><b aria-live="polite">${advice.canStop ? 'You can stop here.' : ''}</b> ${lookAhead}</span
    >
  </section>`;
}
