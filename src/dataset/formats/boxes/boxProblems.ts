import { message, type Message } from '../../../core/words/message';

/** Why boxes of a file are left out, or cut: ids of messages. */
export type BoxProblem =
  | 'boxes-of-crowds'
  | 'boxes-without-area'
  | 'boxes-outside'
  | 'boxes-beyond'
  | 'boxes-without-image'
  | 'boxes-without-class'
  | 'boxes-repeated'
  | 'boxes-with-one-id'
  | 'annotations-without-box';

/** Counts the boxes of a file that cannot be used as they are, and remembers the first of each kind. */
export class BoxProblems {
  private readonly file: string;
  private readonly found = new Map<BoxProblem, { boxes: number; readonly example: string }>();

  constructor(file: string) {
    this.file = file;
  }

  /** `example` names the box, such as `annotation 12 of images/a.jpg`. */
  add(problem: BoxProblem, example: string): void {
    const earlier = this.found.get(problem);
    if (earlier === undefined) this.found.set(problem, { boxes: 1, example });
    else earlier.boxes++;
  }

  /** A sentence for each kind. */
  warnings(): readonly Message[] {
    const { file } = this;
    return Array.from(this.found, ([problem, { boxes, example }]) =>
      message(problem, { file, boxes, example }),
    );
  }
}
