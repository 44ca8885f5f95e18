import { html, nothing, svg, type TemplateResult } from 'lit';
import type { TrainingPlan } from '../../src/core/run/trainingPlan';
import type { RunDetails } from '../../src/shared/overviewProtocol';
import { chart, type Tick } from './chart';
import { curvePath, meanCurve, niceCeiling, type Curve } from './curves';
import * as wording from './wording';

interface CurvesOptions {
  readonly title: string;
  readonly curves: readonly Curve[];
  readonly models: readonly string[];
  readonly highest: number;
  readonly format: (value: number | null) => string;
  readonly plan: TrainingPlan;
}

/** Loss and accuracy by epoch of all that was trained; nothing for runs that kept none. */
export function trainingCharts({ training, plan, head }: RunDetails): TemplateResult {
  const texts = wording.texts();
  const title = head === undefined ? texts.training : texts.networkTraining;
  return html`${chartsOf({ id: 'training', title, training, plan })}
  ${chartsOf({ id: 'head-training', title: texts.headTraining, ...head })}`;
}

function chartsOf({
  id,
  title,
  training,
  plan,
}: Pick<RunDetails, 'training' | 'plan'> & { readonly id: string; readonly title: string }):
  TemplateResult | typeof nothing {
  if (training === undefined || training.length === 0 || plan === undefined) return nothing;
  const texts = wording.texts();
  const losses = training.map(({ meanLoss }) => meanLoss);
  const common = { models: training.map(({ fold }) => wording.modelName(fold)), plan };
  const highestLoss = losses.flat().reduce<number>((most, loss) => Math.max(most, loss ?? 0), 0);
  const hasSwitch = switchEpoch(plan) !== null;
  return html`<section aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    <div class="columns">
      ${curveChart({
        ...common,
        title: texts.meanLoss,
        curves: losses,
        highest: niceCeiling(highestLoss),
        format: wording.lossValue,
      })}
      ${curveChart({
        ...common,
        title: texts.accuracy,
        curves: training.map(({ trainAccuracy }) => trainAccuracy),
        highest: 1,
        format: (share) => (share === null ? wording.lossValue(null) : wording.percentOf(share)),
      })}
    </div>
    <p class="quiet">
      ${training.length > 1 ? wording.thinLines(training.length) : nothing}
      ${hasSwitch ? wording.robustFrom(plan.delayEpochs + 1, plan.loss.name) : nothing}
    </p>
  </section>`;
}

/** The number of epochs before the robust loss takes over; null when one loss is used throughout. */
const switchEpoch = ({ loss, delayEpochs, epochs }: TrainingPlan): number | null =>
  loss.name !== 'cross-entropy' && delayEpochs > 0 && delayEpochs < epochs ? delayEpochs : null;

function curveChart({ title, curves, models, highest, format, plan }: CurvesOptions): TemplateResult {
  const mean = meanCurve(curves);
  const epochs = mean.length;
  const at01 = (epoch: number) => (epochs === 1 ? 0.5 : (epoch - 1) / (epochs - 1));
  const switched = switchEpoch(plan);
  const x = switched === null ? 0 : at01(switched + 0.5) * 100;
  return chart({
    title,
    description: wording.curve(title, format(mean[0] ?? null), format(mean.at(-1) ?? null), epochs),
    marks: svg`${[0, 0.5, 1].map((y) => svg`<line class="rule" x1="0" x2="100" y1=${y * 100} y2=${y * 100} vector-effect="non-scaling-stroke" />`)}
      ${switched === null ? nothing : svg`<line class="switch" x1=${x} x2=${x} y1="0" y2="100" vector-effect="non-scaling-stroke" />`}
      ${curves.length === 1 ? nothing : curves.map((curve) => svg`<path class="curve" d=${curvePath(curve, highest)} vector-effect="non-scaling-stroke" />`)}
      <path class="curve mean" d=${curvePath(mean, highest)} vector-effect="non-scaling-stroke" />`,
    yTicks: [0, 0.5, 1].map((share) => ({ at01: share, text: tickText(highest * share, format) })),
    xTicks: epochTicks(epochs).map((epoch): Tick => ({ at01: at01(epoch), text: String(epoch) })),
    xTitle: wording.texts().epoch,
    table: curveTable({ title, curves, models, mean, format }),
  });
}

/** Numbers of an axis are round, so they need no more digits than they have. */
const tickText = (value: number, format: CurvesOptions['format']) =>
  format(value).includes('%') ? format(value) : String(Number(value.toPrecision(3)));

function epochTicks(epochs: number): readonly number[] {
  if (epochs <= 6) return Array.from({ length: epochs }, (_, epoch) => epoch + 1);
  return [1, Math.round((epochs + 1) / 2), epochs];
}

function curveTable(
  options: Pick<CurvesOptions, 'title' | 'curves' | 'models' | 'format'> & { readonly mean: Curve },
): TemplateResult {
  const { title, curves, models, mean, format } = options;
  const texts = wording.texts();
  const hasMean = curves.length > 1;
  return html`<table class="numbers" aria-label=${title}>
    <thead>
      <tr>
        <th scope="col">${texts.epoch}</th>
        ${hasMean ? html`<th scope="col">${texts.mean}</th>` : nothing}
        ${models.map((model) => html`<th scope="col">${model}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${mean.map(
        (value, epoch) =>
          html`<tr>
            <th scope="row">${epoch + 1}</th>
            ${hasMean ? html`<td>${format(value)}</td>` : nothing}
            ${curves.map((curve) => html`<td>${format(curve[epoch] ?? null)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
