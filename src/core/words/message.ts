/** Sentences for people as data: the engine says which one and with what in it, the edge words it. */
import * as v from 'valibot';
import type { Immutable } from '../immutable';
import { ENGLISH_NUMBERS, type NumberWords } from './numbers';
import { MESSAGES } from './messages';
import { showUnseen } from './showUnseen';
import { forThing, type Thing } from './thing';

export type MessageId = keyof typeof MESSAGES;

/** What stands in braces: a name, or a name and the words for one and for any other number. */
type Placeholder<Text extends string> = Text extends `${string}{${infer Inside}}${infer Rest}`
  ? Inside | Placeholder<Rest>
  : never;
type NameIn<Inside extends string> = Inside extends `${infer Name}|${string}` ? Name : Inside;
type CountIn<Inside extends string> = Inside extends `${infer Name}|${string}` ? Name : never;

export type MessageArgs<Id extends MessageId> = Readonly<
  Record<NameIn<Placeholder<(typeof MESSAGES)[Id]>>, MessageArgument> &
    Record<CountIn<Placeholder<(typeof MESSAGES)[Id]>>, number>
>;
/** A number is a count. A part of a sentence may be a message itself, e.g. the reason for a failure. */
export type MessageArgument =
  string | number | { readonly share01: number } | { readonly bytes: number } | NameList | Message;

/** Names, which each language separates in its own way. */
export interface NameList {
  readonly list: readonly string[];
}

export interface Message {
  readonly id: MessageId;
  readonly args: Readonly<Record<string, MessageArgument>>;
}

/** The sentence `id` with what stands in it; text and arguments are checked against each other by their types. */
export function message<Id extends MessageId>(
  id: Id,
  ...[args]: Placeholder<(typeof MESSAGES)[Id]> extends never ? [] : [args: MessageArgs<Id>]
): Message {
  return { id, args: args ?? {} };
}

/** Puts a text with its placeholders unfilled into another language; `@vscode/l10n`'s `t` is one. */
export type Translate = (text: string) => string;

export interface Wording {
  readonly translate: Translate;
  readonly numbers: NumberWords;
  /** What the run that is spoken of is of; absent: whole images. */
  readonly thing?: Thing | undefined;
}

/** The same language, for sentences about a run. */
export const wordingFor = (
  { thing }: { readonly thing?: Thing | undefined },
  wording: Wording = ENGLISH,
): Wording => ({ ...wording, thing });

/** The sentence, which says itself what it is about: for those that are worded where the run is not known, such as errors. */
export const aboutThing = (sentence: Message, thing: Thing | undefined): Message =>
  thing === undefined ? sentence : { ...sentence, args: { ...sentence.args, thing } };

export const ENGLISH: Wording = { translate: (text) => text, numbers: ENGLISH_NUMBERS };

/**
 * `{file}`, or `{images|# image is|# images are}`: the words for one and for any other number, which stands where `#` is.
 * `[image|box]`: the words for what the run is of, around and within such a choice.
 */
const PLACEHOLDER = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

/** The sentence in words. Arguments are put in as they are, never looked into for placeholders. */
export function wordMessage({ id, args }: Message, wording: Wording = ENGLISH): string {
  const thing = args.thing === 'box' ? 'box' : wording.thing;
  return forThing(wording.translate(MESSAGES[id]), thing).replace(
    PLACEHOLDER,
    (placeholder, name: string, one?: string, other?: string) => {
      const argument = args[name];
      if (argument === undefined) return placeholder;
      const words = wordArgument(argument, { ...wording, thing });
      if (one === undefined || other === undefined) return words;
      return (argument === 1 ? one : other).replaceAll('#', () => words);
    },
  );
}

function wordArgument(argument: MessageArgument, wording: Wording): string {
  if (typeof argument === 'string') return showUnseen(argument);
  const { numbers } = wording;
  if (typeof argument === 'number') return numbers.count(argument);
  if ('share01' in argument) return numbers.percent(argument.share01);
  if ('list' in argument) return wordList(argument.list.map(showUnseen), wording);
  return 'bytes' in argument ? numbers.bytes(argument.bytes) : wordMessage(argument, wording);
}

/** `a, b, c`, as the language separates them. */
export function wordList(parts: readonly string[], { translate }: Pick<Wording, 'translate'>): string {
  return parts.join(translate(MESSAGES['listed-with']).replace('{first}', '').replace('{next}', ''));
}

function isMessageId(id: string): id is MessageId {
  return Object.hasOwn(MESSAGES, id);
}

export const messageSchema: v.GenericSchema<unknown, Message> = v.object({
  id: v.custom<MessageId>((id) => typeof id === 'string' && isMessageId(id)),
  args: v.record(
    v.string(),
    v.union([
      v.string(),
      v.number(),
      v.object({ share01: v.number() }),
      v.object({ bytes: v.number() }),
      v.object({ list: v.array(v.string()) }),
      v.lazy(() => messageSchema),
    ]),
  ),
});

/**
 * A sentence as files keep it: beside the data stands its English text, for people who open the file and for versions that
 * do not know the message. A text alone where it comes from elsewhere, and in files of version 0.1.0.
 */
export const keptSentenceSchema = v.union([
  v.string(),
  v.object({ text: v.string(), id: v.string(), args: v.record(v.string(), v.unknown()) }),
]);
export type KeptSentence = Immutable<v.InferOutput<typeof keptSentenceSchema>>;

export const keepSentence = (sentence: Message | string): KeptSentence =>
  typeof sentence === 'string' ? sentence : { text: wordMessage(sentence), ...sentence };

/** What was kept, in words. */
export function wordKept(kept: KeptSentence, wording: Wording = ENGLISH): string {
  if (typeof kept === 'string') return kept;
  const known = v.safeParse(messageSchema, { id: kept.id, args: kept.args });
  return known.success ? wordMessage(known.output, wording) : kept.text;
}
