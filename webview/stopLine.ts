import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { CountEstimate } from '../src/core/labelNoise/errorEstimate';
import type { StoppingAdvice } from '../src/core/review/stopping';
import { message } from '../src/core/words/message';
import type { Thing } from '../src/core/words/thing';
import { numbers, say } from './pageWording';

/** How the review is going, in words; `lookAhead` is the ground for the advice. */
export interface StopTexts {
  readonly sofar: string;
  readonly lookAhead: string;
  readonly otherErrors: string;
}

export function stopTexts(
  { recent, found, left, next, otherErrors }: StoppingAdvice,
  thing?: Thing,
): StopTexts {
  const sofar: string[] = [];
  if (recent.images > 0)
    sofar.push(
      l10n.t(
        'Last {0}: {1} wrong.',
        numbers.count(recent.images),
        numbers.percent(recent.wrong / recent.images),
      ),
    );
  sofar.push(
    left.images === 0
      ? l10n.t('{0} found.', errors(found))
      : l10n.t(
          '{0} found, {1} left in {2} suspects.',
          errors(found),
          estimate(left),
          numbers.count(left.images),
        ),
  );
  return {
    sofar: sofar.join(' '),
    lookAhead:
      next.images === 0
        ? l10n.t('Every suspect is reviewed.')
        : l10n.t('The next {0} hold {1}.', numbers.count(next.images), estimate(next)),
    otherErrors: say(message('errors-among-others', { count: Math.round(otherErrors) }), thing),
  };
}

const errors = (count: number) =>
  count === 1 ? l10n.t('1 error') : l10n.t('{0} errors', numbers.count(count));

/** Rounded outwards, so that the bounds still hold. */
function estimate({ errors: expected, low, high }: CountEstimate): string {
  return l10n.t(
    'about {0} ({1}–{2})',
    numbers.count(Math.round(expected)),
    numbers.count(Math.floor(low)),
    numbers.count(Math.ceil(high)),
  );
}

/**
 * Where to stop: whether going on pays, what was found and what is left, in one line that unfolds. Only the advice to stop
 * is announced, once: numbers that change with every decision would drown what matters.
 */
export function stopLine(advice: StoppingAdvice | null, thing?: Thing): TemplateResult | typeof nothing {
  if (advice === null) return nothing;
  const { sofar, lookAhead, otherErrors } = stopTexts(advice, thing);
  return html`<section class="stop-line" aria-label=${l10n.t('Where to stop')}>
    <details>
      <summary title=${[lookAhead, sofar, otherErrors].join('\n')}>
        <span class="twistie" aria-hidden="true"></span
        ><span class="stop-text"
          ><span class=${advice.canStop ? 'can-stop' : ''}
            ><b aria-live="polite">${advice.canStop ? l10n.t('You can stop here.') : ''}</b>
            ${lookAhead}</span
          >
          <span>${sofar}</span></span
        >
      </summary>
      <p>${otherErrors}</p>
    </details>
  </section>`;
}
