import * as v from 'valibot';
import type { Memento } from 'vscode';
import { FORMAT_NAMES } from '../../core/dataset/formats/formatNames';
import { labelsRequestSchema } from '../../core/run/analyzeRequest';
import { PRESETS, type Preset } from '../../core/run/trainingPlan';
import type { ChosenLabels } from '../runs/runController';

const KEY = 'scans';

const scanSchema = v.object({
  root: v.string(),
  preset: v.picklist(PRESETS),
  /** The setting at that time: when it is another now, it was changed on purpose. */
  presetSetting: v.picklist(PRESETS),
  /** Absent: asked for when the search starts; without a table, folders are the classes. */
  chosen: v.optional(
    v.object({ labels: v.optional(labelsRequestSchema), format: v.optional(v.picklist(FORMAT_NAMES)) }),
  ),
});
type RememberedScan = v.InferOutput<typeof scanSchema>;

/** More folders than that nobody comes back to. */
const REMEMBERED = 50;

export interface ScanAnswers {
  readonly root: string;
  readonly preset: Preset;
  readonly labels?: ChosenLabels;
}

/** What *Find Wrong Labels…* was answered in this workspace; the newest first. */
export function createScanMemory(state: Memento) {
  const list = (): readonly RememberedScan[] => {
    const parsed = v.safeParse(v.array(scanSchema), state.get(KEY));
    return parsed.success ? parsed.output : [];
  };
  return {
    /** The folder that was searched last. */
    lastRoot: (): string | undefined => list()[0]?.root,
    /** What was answered for a folder; the preset only while the setting is as it was. */
    answersFor: (root: string, presetSetting: Preset): { preset: Preset; labels?: ChosenLabels } => {
      const found = list().find((scan) => scan.root === root);
      if (found === undefined) return { preset: presetSetting };
      const { preset, chosen } = found;
      return {
        preset: found.presetSetting === presetSetting ? preset : presetSetting,
        ...(chosen && { labels: chosen }),
      };
    },
    remember: async ({ root, preset, labels }: ScanAnswers, presetSetting: Preset): Promise<void> => {
      const scan = { root, preset, presetSetting, ...(labels && { chosen: labels }) };
      const others = list().filter((known) => known.root !== root);
      await state.update(KEY, [scan, ...others].slice(0, REMEMBERED));
    },
  };
}
export type ScanMemory = ReturnType<typeof createScanMemory>;
