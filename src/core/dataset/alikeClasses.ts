import { compareCodeUnits } from '../compareCodeUnits';
import { listed } from '../words/listed';
import { message, type Message } from '../words/message';
import { looksMissing } from './missingLabel';
import { spellingKey } from './spelling';

/** Formatting characters and blanks other than the usual one. */
const UNSEEN = /[\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** Labels by image, and what was taken for one class or may be. */
export interface ComparedLabels {
  readonly labelOf: ReadonlyMap<string, string>;
  readonly warnings: readonly Message[];
}

/**
 * Makes one class of names that differ in the composition of Unicode alone, which nobody can see, and names classes that differ in
 * nothing but their spelling, and those that are what programs write in place of a label.
 */
export function compareLabels(labelOf: ReadonlyMap<string, string>): ComparedLabels {
  const names = [...new Set(labelOf.values())].sort(compareCodeUnits);
  const composed = groupsOf(names, (name) => name.normalize('NFC'));
  const merged = new Map(
    composed.flatMap((group) => group.map((name) => [name, name.normalize('NFC')] as const)),
  );
  const labels =
    merged.size === 0
      ? labelOf
      : new Map(Array.from(labelOf, ([image, label]) => [image, merged.get(label) ?? label]));
  const counts = new Map<string, number>();
  for (const label of labels.values()) counts.set(label, (counts.get(label) ?? 0) + 1);
  return {
    labelOf: labels,
    warnings: [
      ...mergedWarning(new Set(merged.values())),
      ...alikeWarning(groupsOf([...counts.keys()].sort(compareCodeUnits), spellingKey), counts),
      ...noValueWarning(counts),
    ],
  };
}

/** Names with the same key, where there are several. */
function groupsOf(names: readonly string[], keyOf: (name: string) => string): readonly string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) groups.set(keyOf(name), [...(groups.get(keyOf(name)) ?? []), name]);
  return [...groups.values()].filter((group) => group.length > 1);
}

function mergedWarning(names: ReadonlySet<string>): readonly Message[] {
  if (names.size === 0) return [];
  return [message('classes-merged', { classes: listed([...names].map((name) => `"${name}"`)) })];
}

function alikeWarning(groups: readonly string[][], counts: ReadonlyMap<string, number>): readonly Message[] {
  if (groups.length === 0) return [];
  const show = (name: string) => `${showName(name)} (${counts.get(name) ?? 0})`;
  return [
    message('classes-alike', {
      classes: listed(groups.map((group) => group.map(show).join(' = '))),
    }),
  ];
}

function noValueWarning(counts: ReadonlyMap<string, number>): readonly Message[] {
  return [...counts]
    .filter(([name]) => looksMissing(name))
    .map(([name, images]) => message('class-like-no-value', { class: name, images }));
}

/** In quotes, with what cannot be seen in it as its code. */
function showName(name: string): string {
  const shown = name.replaceAll(UNSEEN, (letter) => `\\u{${letter.codePointAt(0)?.toString(16) ?? ''}}`);
  return `"${shown}"`;
}
