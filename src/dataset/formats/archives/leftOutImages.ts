import { message, type Message } from '../../../core/words/message';

/** Images that cannot be used: how many there are for each reason, and the first of them. */
export class LeftOutImages {
  private readonly byReason = new Map<string, { count: number; example: string; why: Message }>();

  add(image: string, why: Message): void {
    const known = this.byReason.get(why.id);
    if (known === undefined) this.byReason.set(why.id, { count: 1, example: image, why });
    else known.count++;
  }

  get count(): number {
    return [...this.byReason.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** A sentence for each reason. */
  warnings(): readonly Message[] {
    return [...this.byReason.values()].map((reason) => message('images-left-out', reason));
  }
}
