import path from 'node:path';
import {
  commands,
  l10n,
  QuickPickItemKind,
  ThemeIcon,
  Uri,
  window,
  type QuickPick,
  type QuickPickItem,
} from 'vscode';
import { COMMANDS, CONFIG_FILE, EXTENSION_ID } from '../../core/names';
import type { DatasetConfig } from '../../core/run/config/configOptions';
import type { ScanOptions } from '../../core/run/scanOptions';
import type { Preset } from '../../core/run/trainingPlan';
import { showUnseen } from '../../core/words/showUnseen';
import { pickBackend } from '../commands/backendPicker';
import { pickAnotherFolder } from '../commands/datasetPicker';
import { pickOtherLabels } from '../commands/labelPicker';
import { readSettings } from '../commands/runAndShow';
import type { ChosenLabels } from '../runs/runController';
import type { Services } from '../services';
import { configuredLabels } from '../settings/configuredLabels';
import { WORDING } from '../wording';
import { createCrossedMoves, type SetItems } from './crossedMoves';
import type { FolderLook } from './folderLook';
import { lookAt, type Looked } from './lookAt';
import {
  changeItems,
  scanPlaceholder,
  startItems,
  timesBasis,
  type ScanChoice,
  type ScanItem,
} from './scanItems';

/** How *Find Wrong Labels…* was answered. */
export interface PickedScan {
  readonly root: string;
  readonly preset: Preset;
  /** Absent: to be asked for when the search starts. */
  readonly labels?: ChosenLabels;
}

interface Asked {
  readonly root: string;
  /** Named by the caller or chosen here; absent: as the folder was last searched, or as it offers. */
  readonly labels?: ChosenLabels | undefined;
}

/** Asks how to search, with all that a search needs preselected: Enter starts. Undefined when the user backs out. */
export async function pickScan(services: Services, first: Asked): Promise<PickedScan | undefined> {
  const look = services.createFolderLook();
  try {
    let asked = first;
    for (;;) {
      const { options, config } = await readSettings(asked.root);
      const before = services.scanMemory.answersFor(asked.root, options.preset);
      const labels = asked.labels ?? configuredLabels(config);
      const question = {
        ...asked,
        labels,
        remembered: before.labels,
        options,
        config,
        preset: config.preset ?? before.preset,
      };
      const { choice, looked } = await askOnce(services, look, question);
      if (choice === undefined) return undefined;
      if (choice.kind === 'settings' || choice.kind === 'config') {
        // They are what is looked at now; the question comes when it is asked for again.
        await (choice.kind === 'config' ? openConfig(asked.root) : openSettings());
        return undefined;
      }
      if (choice.kind === 'start') {
        const known = labelsOf(question, looked);
        return { root: asked.root, preset: choice.preset, ...(known && { labels: known }) };
      }
      asked = (await change(services, choice, { asked, looked })) ?? asked;
    }
  } finally {
    await look.dispose();
  }
}

/** What another answer than to start leads to; undefined where it changes settings only, or nothing. */
async function change(
  services: Services,
  choice: Exclude<ScanChoice, { readonly kind: 'start' | 'settings' | 'config' }>,
  { asked: { root }, looked }: { readonly asked: Asked; readonly looked: Looked },
): Promise<Asked | undefined> {
  switch (choice.kind) {
    case 'parent':
      return { root: choice.root };
    case 'folder': {
      const other = await pickAnotherFolder(root, services.knownRoots.list);
      return other === undefined ? undefined : { root: other };
    }
    case 'labels': {
      const labels = await pickOtherLabels(root, looked.inspected);
      return labels && { root, labels };
    }
    case 'encoder':
      await commands.executeCommand(COMMANDS.chooseEncoder, root);
      return undefined;
    case 'backend':
      await pickBackend(root);
      return undefined;
  }
}

const openSettings = () => commands.executeCommand('workbench.action.openSettings', `@ext:${EXTENSION_ID} `);

const openConfig = (root: string) => window.showTextDocument(Uri.file(path.join(root, CONFIG_FILE)));

interface Question extends Asked {
  readonly remembered: ChosenLabels | undefined;
  readonly options: ScanOptions;
  readonly config: DatasetConfig;
  readonly preset: Preset;
}

/** What was answered before stands only until the folder has been looked at, which tells whether it still has that. */
const labelsOf = ({ labels, remembered }: Question, looked: Looked): ChosenLabels | undefined =>
  labels ?? looked.labels ?? (looked.inspected === undefined ? remembered : undefined);

type Item = (ScanItem & QuickPickItem) | QuickPickItem;
type Picker = QuickPick<Item>;

/** Shows the question once; times and problems appear when the folder has been looked at. */
async function askOnce(
  services: Services,
  look: FolderLook,
  question: Question,
): Promise<{ readonly choice: ScanChoice | undefined; readonly looked: Looked }> {
  const picker = window.createQuickPick<Item>();
  const abort = new AbortController();
  let looked: Looked = {};
  picker.title = l10n.t('Find Wrong Labels: {0}', showUnseen(path.basename(question.root)));
  picker.buttons = [{ iconPath: new ThemeIcon('gear'), tooltip: l10n.t('All settings of a search') }];
  picker.onDidTriggerButton(() => void openSettings());
  picker.matchOnDescription = true;
  const show = keepingMoves(picker, () => showQuestion(picker, question, looked));
  picker.busy = true;
  show();
  const { root, labels, remembered, options } = question;
  lookAt(look, { root, labels, remembered, options, searched: services.knownRoots.list }, abort.signal).then(
    (found) => {
      looked = found;
      picker.busy = false;
      if (!abort.signal.aborted) show();
    },
    (error: unknown) => {
      picker.busy = false;
      if (!abort.signal.aborted) services.log.error(`${root} could not be looked at:`, error);
    },
  );
  try {
    const choice = await new Promise<ScanChoice | undefined>((resolve) => {
      picker.onDidAccept(() => {
        const [item] = picker.activeItems;
        if (item !== undefined && 'choice' in item) resolve(item.choice);
      });
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
    return { choice, looked };
  } finally {
    abort.abort();
    picker.dispose();
  }
}

/** Lets the user stay where they went while `show` set the items. */
function keepingMoves(picker: Picker, show: () => SetItems<Item>): () => void {
  const crossed = createCrossedMoves<Item>();
  picker.onDidChangeActive(([item]) => {
    const moved = item && crossed.told(item);
    if (moved !== undefined) picker.activeItems = [moved];
  });
  picker.onDidChangeValue(() => crossed.typed());
  return () => {
    crossed.replaced(show());
    if (picker.value !== '') crossed.typed();
  };
}

function showQuestion(picker: Picker, asked: Question, looked: Looked): SetItems<Item> {
  const { root, options, config, preset } = asked;
  const { numbers } = WORDING;
  const question = {
    ...{ root, options, config, preset },
    labels: labelsOf(asked, looked),
    forecast: looked.forecast,
    problem: looked.problem && {
      sentence: looked.problem.error.inWords(WORDING),
      change: looked.problem.change,
    },
    parent: looked.parent,
  };
  const active = picker.activeItems[0]?.label;
  const starts = startItems(question, numbers);
  const items: Item[] = [
    { label: timesBasis(question), kind: QuickPickItemKind.Separator },
    ...starts,
    { label: l10n.t('change'), kind: QuickPickItemKind.Separator },
    ...changeItems(question),
  ];
  picker.placeholder = scanPlaceholder(question, WORDING);
  picker.items = items;
  // Who has moved already stays where they are.
  const chosen =
    items.find(({ label }) => label === active) ??
    starts.find(({ choice }) => choice.kind === 'start' && choice.preset === preset) ??
    starts[0]!;
  picker.activeItems = [chosen];
  return { count: items.length, first: starts[0]!, chosen };
}
