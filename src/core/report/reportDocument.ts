/** A report in words, before it is set in HTML or Markdown. Texts are plain: whoever sets them escapes them. */
export interface ReportDocument {
  readonly title: string;
  /** The name of the dataset. */
  readonly name: string;
  /** How and when it was searched, in a sentence. */
  readonly made: string;
  readonly figures: { readonly title: string; readonly all: readonly Figure[] };
  /** What a list of the sections is called. */
  readonly contents: string;
  readonly sections: readonly ReportSection[];
  readonly footer: string;
}

/** A number to be seen at first glance. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly detail?: string | undefined;
}

export interface ReportSection {
  /** Unique in the report, for links to it. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | TableBlock
  | SuspectsBlock;

export interface TableBlock {
  readonly kind: 'table';
  /** What is in it; said, and shown where it is not what the section is about. */
  readonly caption: string;
  readonly showsCaption: boolean;
  readonly columns: readonly Column[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Cell[])[];
}

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

export type Cell =
  | { readonly kind: 'words'; readonly text: string; readonly share01?: number | undefined }
  /** Of files or classes, which somebody else has chosen: shown as they are. */
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly more?: string | undefined };

/** The most suspect images: with their pictures where pictures can be shown. */
export interface SuspectsBlock {
  readonly kind: 'suspects';
  /** For all of what is said of each. */
  readonly titles: Readonly<
    Record<'rank' | 'image' | 'given' | 'suggested' | 'quality' | 'decision', string>
  >;
  readonly caption: string;
  readonly suspects: readonly SuspectCard[];
}

export interface SuspectCard {
  readonly path: string;
  readonly rank: string;
  readonly given: string;
  readonly suggested: string;
  readonly quality: string;
  readonly action: 'open' | 'relabel' | 'keep' | 'exclude' | 'unsure';
  /** What is decided, in words. */
  readonly decision: string;
  /** What its picture is, for those who do not see it. */
  readonly alt: string;
  /** What stands in the place of a missing picture. */
  readonly noPicture: string;
}

export const words = (text: string, share01?: number): Cell => ({ kind: 'words', text, share01 });
export const name = (text: string): Cell => ({ kind: 'names', names: [text] });
