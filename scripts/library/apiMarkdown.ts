import ts from 'typescript';
import type { bundleDeclarations, LibraryEntry } from './declarations';

const HEAD = `# API

Made from the comments in \`src/library\` by \`npm run docs:api\`. [library.md](library.md) has examples.
`;

const PARTS = [
  [
    '`label-review/core`',
    'Runs anywhere: in a browser, in Node, in a worker. `label-review` has all of it, too.',
  ],
  ['`label-review`', 'For Node: what reads and writes files, and what trains.'],
] as const;

/** The page of all that the library gives, from its bundled declarations. */
export function apiMarkdown({ index, core }: Awaited<ReturnType<typeof bundleDeclarations>>): string {
  const inCore = exportsOf('core', core);
  const names = new Set(inCore.map(({ name }) => name));
  const forNode = exportsOf('index', index).filter(({ name }) => !names.has(name));
  const parts = [inCore, forNode].map((found, at) => {
    const [title, about] = PARTS[at]!;
    return [`## ${title}`, about, ...byKind(found)].join('\n\n');
  });
  return `${[HEAD.trimEnd(), ...parts].join('\n\n')}\n`;
}

/** Something that an entry exports. */
interface Exported {
  readonly name: string;
  readonly isType: boolean;
  readonly text: string;
}

/** Functions and values come first: the types are theirs. */
const byKind = (found: readonly Exported[]): readonly string[] =>
  [...found.filter(({ isType }) => !isType), ...found.filter(({ isType }) => isType)].map(({ text }) => text);

function exportsOf(entry: LibraryEntry, text: string): Exported[] {
  const file = ts.createSourceFile(`${entry}.d.mts`, text, ts.ScriptTarget.Latest, true);
  const unions = unionsOf(file);
  return file.statements.filter(isExported).map((statement): Exported => {
    if (ts.isFunctionDeclaration(statement))
      return describe(statement, statement.getText().replace(/^export declare /u, ''));
    if (ts.isTypeAliasDeclaration(statement)) {
      const type = unions.get(statement.name.text) ?? oneLine(statement.type.getText());
      return { ...describe(statement, `type ${statement.name.text} = ${type};`), isType: true };
    }
    return { ...describe(statement), isType: ts.isInterfaceDeclaration(statement) };
  });
}

function describe(statement: ts.Statement, code?: string): Exported {
  const isOpen = ts.isInterfaceDeclaration(statement) || ts.isClassDeclaration(statement);
  const isNamed = isOpen || ts.isFunctionDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
  if (!isNamed || statement.name === undefined)
    throw new Error(`The page has no place for this: ${statement.getText()}`);
  const name = statement.name.text;
  const parents = isOpen ? statement.heritageClauses?.flatMap(({ types }) => types) : undefined;
  const members = isOpen ? [...statement.members].flatMap(describeMember).join('\n') : '';
  const parts = [
    `### ${name}`,
    docOf(statement),
    parents && `All of ${parents.map((parent) => `\`${parent.getText()}\``).join(', ')}, and:`,
    code && `\`\`\`ts\n${code}\n\`\`\``,
    members,
  ];
  return {
    name,
    isType: false,
    text: parts.filter((part) => part !== undefined && part !== '').join('\n\n'),
  };
}

function describeMember(member: ts.TypeElement | ts.ClassElement): string[] {
  if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) return [];
  const optional = member.questionToken === undefined ? '' : '?';
  const doc = docOf(member);
  const type = oneLine(member.type?.getText() ?? '');
  return [`- \`${member.name.getText()}${optional}: ${type}\`${doc === '' ? '' : ` — ${oneLine(doc)}`}`];
}

/** The comment, with what it throws as a sentence of its own. */
function docOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const throws = doc?.tags?.find((tag) => tag.tagName.text === 'throws');
  const text = [ts.getTextOfJSDocComment(doc?.comment) ?? ''];
  // The parser takes the first word for a type that is thrown, or for a part of the sentence.
  const thrown = throws?.getText().replace(/^@throws\s+/u, '');
  if (thrown !== undefined) text.push(`Throws ${thrown.replaceAll(/\s*\n\s*\*?\s*/gu, ' ').trim()}`);
  return text.join('\n\n').trim();
}

/** Of types that are a list of names by way of a constant, these names. */
function unionsOf({ statements }: ts.SourceFile): ReadonlyMap<string, string> {
  const unions = new Map<string, string>();
  for (const { name, type } of statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])) {
    const names = [...(type?.getText() ?? '').matchAll(/"[^"]*"/gu)];
    unions.set(`(typeof ${name.getText()})[number]`, names.join(' | '));
  }
  for (const { name, type } of statements.filter(ts.isTypeAliasDeclaration)) {
    const union = unions.get(type.getText());
    if (union !== undefined) unions.set(name.text, union);
  }
  return unions;
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/gu, ' ');
