import { html, nothing, svg, type TemplateResult } from 'lit';
import type { TrainingPlan } from '../../src/core/run/trainingPlan';
import { showUnseen } from '../../src/core/words/showUnseen';
import type { Thing } from '../../src/core/words/thing';
import type { RunDetails } from '../../src/shared/overviewProtocol';
import * as wording from './wording';

/** How the run was made: settings, backend, memory, and the time by phase. */
export function runDetails(details: RunDetails): TemplateResult {
  const texts = wording.runTexts();
  const { labelSource, backend, plan, predictions } = details;
  const facts: readonly (readonly [string, string])[] = [
    [texts.made, wording.dateTime(details.createdAt)],
    [texts.labels, wording.labelSource(labelSource)],
    ...(predictions === undefined ? [] : [[texts.predictions, showUnseen(predictions.file)] as const]),
    ...(details.opinions.length === 0 ? [] : [[texts.opinions, details.opinions.join(' ')] as const]),
    ...(plan === undefined ? [] : planFacts(plan, details.thing)),
    [texts.filterBy, details.filterBy],
    ...(backend === undefined
      ? []
      : [[texts.backend, wording.backend(backend.name, backend.reason)] as const]),
    [texts.peakMemory, wording.memory(details.peakRssMb)],
    [texts.skipped, wording.skippedText(details.skipped)],
  ];
  return html`<section aria-labelledby="run">
    <h2 id="run">${texts.run}</h2>
    <div class="columns">
      <dl class="settings">
        ${facts.map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <div>${timeTable(details)}</div>
    </div>
  </section>`;
}

function planFacts(plan: TrainingPlan, thing: Thing): readonly (readonly [string, string])[] {
  const texts = wording.runTexts();
  return [
    [texts.preset, plan.preset],
    [texts.network, plan.network],
    [texts.input, wording.pixels(plan)],
    [texts.modelsAndFolds, wording.foldsText(plan, thing)],
    [texts.epochs, wording.epochsText(plan)],
    [texts.batchSize, String(plan.batchSize)],
    [texts.learningRate, wording.learningRateText(plan)],
    [texts.loss, wording.loss(plan.loss)],
    [texts.seed, String(plan.seed)],
  ];
}

function timeTable({ seconds, thing }: Pick<RunDetails, 'seconds' | 'thing'>): TemplateResult {
  const texts = wording.runTexts(thing);
  const { discover, decode, train, detect, total } = seconds;
  const other = Math.max(0, total - discover - decode - train - detect);
  const phases: readonly (readonly [string, number])[] = [
    [texts.discover, discover],
    [texts.decode, decode],
    [texts.train, train],
    [texts.detect, detect],
    [texts.other, other],
  ];
  return html`<table class="times">
    <caption>
      ${texts.time}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts.phase}</th>
        <th scope="col">${texts.duration}</th>
      </tr>
    </thead>
    <tbody>
      ${phases.map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${wording.seconds(value)} ${share(total > 0 ? value / total : 0)}</td>
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${texts.total}</th>
        <td>${wording.seconds(total)}</td>
      </tr>
    </tfoot>
  </table>`;
}

/** The number beside it says the same. */
const share = (share01: number) =>
  share01 === 0
    ? nothing
    : html`<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        ${svg`<rect class="bar-images" x="0" y="0" width=${share01 * 100} height="10" />`}
      </svg>`;
