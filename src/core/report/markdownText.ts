import { visible } from './visible';

/** What may mean something to Markdown, HTML or GitHub: anywhere, before a slash, at the start, after a first number, in `www.` */
const SPECIAL = /[\\`*_[\]#<>|&~@$]|:(?=\/)|^[-+=]|(?<=^\d+)[.)](?=\s|$)|(?<=www)\./giu;
/** What is in most names, with single blanks between: nothing that ends code or a cell of a table. */
const PLAIN_NAME = /^[\w./,+=@#%()\u0080-\u{10ffff}-]+(?: [\w./,+=@#%()\u0080-\u{10ffff}-]+)*$/u;
/** All else in a name stands as an entity. */
const NOT_PLAIN = /[^A-Za-z\d/\u0080-\u{10ffff}]/gu;

/** Words that stay words, in one line: special letters are entities, which are never taken for Markdown. */
export const markdownText = (text: string): string => visible(text).trim().replaceAll(SPECIAL, toEntity);

/** A name as code, in which GitHub looks neither for people nor for addresses. */
export const markdownName = (name: string): string =>
  PLAIN_NAME.test(name) && visible(name) === name
    ? `\`${name}\``
    : `<code>${visible(name).replaceAll(NOT_PLAIN, (letter) => entityOf(letter))}</code>`;

/** People and issues are looked for in the finished page, where an entity is its letter again; a comment separates it. */
const toEntity = (letter: string): string =>
  letter === '@' || letter === '#' ? `${entityOf(letter)}<!-- -->` : entityOf(letter);

const entityOf = (letter: string): string => `&#${letter.codePointAt(0)!};`;
