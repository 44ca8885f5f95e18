import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {
  COMMANDS,
  EXTENSION_NAME,
  GALLERY_VIEW_TYPE,
  KEYS_SETTING,
  OVERVIEW_VIEW_TYPE,
  REVIEW_ACTIONS,
  reviewCommand,
  RUNS_VIEW,
  SETTINGS_SECTION,
  VIEW_CONTAINER,
  STORE_FOLDER,
} from '../../../src/core/names';
import { CONTEXT_KEYS } from '../../../src/host/contextKeys';
import { SETTING_SPECS, type SettingSpec } from '../../../src/host/settings/settings';

const root = path.resolve(__dirname, '../../..');

const manifestSchema = v.object({
  icon: v.string(),
  activationEvents: v.array(v.string()),
  contributes: v.object({
    commands: v.array(
      v.object({
        command: v.string(),
        title: v.string(),
        category: v.string(),
        enablement: v.optional(v.string()),
      }),
    ),
    menus: v.record(v.string(), v.array(v.object({ command: v.string(), when: v.string() }))),
    configuration: v.array(
      v.object({
        title: v.string(),
        order: v.number(),
        properties: v.record(v.string(), v.record(v.string(), v.unknown())),
      }),
    ),
    viewsContainers: v.object({ activitybar: v.array(v.object({ id: v.string(), icon: v.string() })) }),
    views: v.record(v.string(), v.array(v.object({ id: v.string(), icon: v.string() }))),
    viewsWelcome: v.array(v.object({ view: v.string(), contents: v.string() })),
    walkthroughs: v.array(
      v.object({
        steps: v.array(
          v.object({
            description: v.string(),
            media: v.object({ svg: v.string() }),
            completionEvents: v.array(v.string()),
          }),
        ),
      }),
    ),
  }),
});

describe('package.json', () => {
  const literal = readFileSync(path.join(root, 'package.json'), 'utf8');
  const words = v.parse(
    v.record(v.string(), v.string()),
    JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')),
  );
  /** As VS Code reads it: `%name%` stands for the text of that name. */
  const text = literal.replaceAll(/"%([\w.-]+)%"/g, (_, name: string) => {
    assert.ok(name in words, `package.nls.json lacks ${name}`);
    return JSON.stringify(words[name]);
  });
  const manifest = v.parse(manifestSchema, JSON.parse(text));
  const { contributes } = manifest;
  const commands = contributes.commands.map(({ command }) => command);
  const groups = contributes.configuration;
  const properties = Object.assign({}, ...groups.map((group) => group.properties)) as Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;

  it('contributes exactly the commands of core/names, in our category', () => {
    const expected = [...Object.values(COMMANDS), ...REVIEW_ACTIONS.map(reviewCommand)];
    assert.deepEqual([...commands].sort(), expected.sort());
    for (const { category } of contributes.commands) assert.equal(category, EXTENSION_NAME);
  });

  it('enables what is done to images only in a gallery, and cancel only while running', () => {
    for (const { command, enablement } of contributes.commands)
      if (command.startsWith(`${SETTINGS_SECTION}.review.`) || command === COMMANDS.findSimilar)
        // A menu opens before VS Code has told that its gallery has the focus.
        assert.equal(
          enablement,
          contributes.menus['webview/context']?.some((item) => item.command === command) === true
            ? `${CONTEXT_KEYS.galleryActive} || webviewId == ${GALLERY_VIEW_TYPE}`
            : CONTEXT_KEYS.galleryActive,
        );
      else assert.equal(enablement, command === COMMANDS.cancel ? CONTEXT_KEYS.running : undefined);
  });

  it('has titles that fit images and boxes alike, but for what only boxes have', () => {
    const ofBoxes = new Set(
      contributes.menus['webview/context']
        ?.filter(({ when }) => when.includes('webviewThing == box'))
        .map(({ command }) => command),
    );
    for (const { command, title } of contributes.commands)
      if (!ofBoxes.has(command)) assert.doesNotMatch(title, /\b(?:image|box)(?:e?s)?\b/iu);
  });

  it('uses only context keys that the extension sets', () => {
    const known = new Set<string>([
      ...commands,
      ...Object.values(CONTEXT_KEYS),
      ...Object.keys(SETTING_SPECS).map((name) => `${SETTINGS_SECTION}.${name}`),
      KEYS_SETTING,
      RUNS_VIEW,
      GALLERY_VIEW_TYPE,
      OVERVIEW_VIEW_TYPE,
    ]);
    for (const [name] of text.matchAll(/labelReview(\.\w+)+/g)) assert.ok(known.has(name), name);
  });

  it('has menus only for commands that exist', () => {
    for (const { command } of Object.values(contributes.menus).flat())
      assert.ok(commands.includes(command), command);
  });

  it('links only to commands that exist', () => {
    for (const [, command] of text.matchAll(/\(command:(labelReview[\w.]+)\)/g))
      assert.ok(commands.includes(command!), command);
  });

  it('contributes the view container and the view of core/names', () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [VIEW_CONTAINER],
    );
    assert.deepEqual(Object.keys(contributes.views), [VIEW_CONTAINER]);
    assert.deepEqual(
      contributes.views[VIEW_CONTAINER]!.map(({ id }) => id),
      [RUNS_VIEW],
    );
    assert.ok(contributes.viewsWelcome.every(({ view }) => view === RUNS_VIEW));
  });

  it('wakes the extension after the start, and earlier where there is something to review or a page was left open', () => {
    assert.deepEqual(manifest.activationEvents, [
      'onStartupFinished',
      `workspaceContains:${STORE_FOLDER}/.gitignore`,
      `onWebviewPanel:${GALLERY_VIEW_TYPE}`,
      `onWebviewPanel:${OVERVIEW_VIEW_TYPE}`,
    ]);
  });

  it('contributes exactly the settings of SETTING_SPECS, with their types, ranges and defaults', () => {
    const expected = Object.keys(SETTING_SPECS).map((name) => `${SETTINGS_SECTION}.${name}`);
    assert.deepEqual(Object.keys(properties).sort(), [...expected, KEYS_SETTING].sort());
    for (const [name, spec] of Object.entries(SETTING_SPECS)) {
      const property = properties[`${SETTINGS_SECTION}.${name}`]!;
      const { markdownDescription } = property;
      assert.ok(typeof markdownDescription === 'string' && markdownDescription.endsWith('.'), name);
      for (const [key, value] of Object.entries(expectedProperty(spec)))
        assert.deepEqual(property[key], value, `${name}: ${key}`);
    }
  });

  it('has its settings in titled groups, in the order in which they are shown', () => {
    assert.equal(new Set(groups.map(({ title }) => title)).size, groups.length);
    assert.deepEqual(
      groups.map(({ order }) => order),
      groups.map((_, i) => i + 1),
    );
    const names = groups.flatMap((group) => Object.keys(group.properties));
    assert.equal(new Set(names).size, names.length, 'each is in one group');
    assert.deepEqual(
      names.map((name) => properties[name]!.order),
      names.map((_, i) => i + 1),
    );
    const title = /unless they are set under \*(.+?)\*/.exec(words['setting.preset']!)?.[1];
    const group = groups.find((each) => each.title === title);
    for (const name of ['imageSize', 'epochs', 'models'])
      assert.ok(group !== undefined && `${SETTINGS_SECTION}.${name}` in group.properties, name);
  });

  it('contributes the keys of every action as a setting, and no keybinding', () => {
    const { propertyNames } = properties[KEYS_SETTING]!;
    assert.deepEqual(propertyNames, { enum: [...REVIEW_ACTIONS] });
    assert.ok(!literal.includes('"keybindings"'));
  });

  it('describes every choice and the range of every number', () => {
    for (const [name, spec] of Object.entries(SETTING_SPECS)) {
      const property = properties[`${SETTINGS_SECTION}.${name}`]!;
      if (spec.kind === 'number' || spec.kind === 'integer')
        assert.match(
          String(property.markdownDescription),
          new RegExp(`from ${spec.minimum} to ${spec.maximum}`),
        );
      if (spec.kind === 'file') {
        const pattern = new RegExp(v.parse(v.string(), property.pattern));
        for (const choice of spec.choices) {
          assert.match(choice, pattern);
          assert.ok(String(property.markdownDescription).includes(`\`${choice}\``));
        }
        for (const extension of spec.extensions)
          for (const file of [`a/b c${extension}`, `b${extension.toUpperCase()}`])
            assert.match(file, pattern);
        for (const other of ['lite', 'lite01', 'model.pt', ...spec.extensions])
          assert.doesNotMatch(other, pattern);
        assert.equal(pattern.test(''), !('default' in spec), 'an empty field is one that is not set');
        assert.ok(v.parse(v.string(), property.patternErrorMessage).includes(spec.extensions[0]));
      }
      if (spec.kind === 'choice')
        assert.equal(
          v.parse(v.array(v.string()), property.markdownEnumDescriptions).length,
          choices(spec).length,
        );
    }
  });

  it('has every text that people see in package.nls.json, and nothing else there', () => {
    const shown =
      /^(displayName|description|category|contents|contextualTitle|altText|title|patternErrorMessage|markdown\w+)$/;
    const seen: string[] = [];
    const visit = (value: unknown, key: string, isView: boolean): void => {
      if (typeof value === 'string') {
        if (shown.test(key) || (isView && key === 'name')) seen.push(value);
      } else if (Array.isArray(value)) for (const item of value) visit(item, key, isView);
      else if (typeof value === 'object' && value !== null)
        for (const [name, item] of Object.entries(value)) visit(item, name, isView || name === 'views');
    };
    visit(JSON.parse(literal), '', false);
    assert.ok(seen.length > 100);
    const names = seen.map((value) => /^%([\w.-]+)%$/.exec(value)?.[1] ?? assert.fail(`a literal: ${value}`));
    assert.deepEqual([...new Set(names)].sort(), Object.keys(words).sort());
  });

  it('names only pictures that exist', () => {
    const pictures = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...contributes.views[VIEW_CONTAINER]!.map(({ icon }) => icon),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ];
    for (const picture of pictures) assert.ok(existsSync(path.join(root, picture)), picture);
  });
});

const choices = (spec: SettingSpec & { readonly kind: 'choice' }) =>
  spec.default === undefined ? [...spec.choices, null] : [...spec.choices];

function expectedProperty(spec: SettingSpec): Readonly<Record<string, unknown>> {
  const orNull = (type: string) => (spec.default === undefined ? [type, 'null'] : type);
  switch (spec.kind) {
    case 'choice':
      return { type: orNull('string'), enum: choices(spec), default: spec.default ?? null };
    case 'integer':
    case 'number':
      return {
        type: orNull(spec.kind),
        minimum: spec.minimum,
        maximum: spec.maximum,
        default: spec.default ?? null,
      };
    case 'file':
    case 'text':
      // The Settings editor has no field for a text that may be null.
      return { type: 'string', default: spec.default ?? '' };
  }
}
