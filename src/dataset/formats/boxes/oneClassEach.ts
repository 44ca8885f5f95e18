import { listed } from '../../../core/words/listed';
import { message, type Message } from '../../../core/words/message';

/** Labels of whole images as annotations give them: those of an image with more than one class are left out. */
export class OneClassEach {
  private readonly classes = new Map<string, Set<string>>();

  add(image: string, label: string): void {
    const earlier = this.classes.get(image);
    if (earlier === undefined) this.classes.set(image, new Set([label]));
    else earlier.add(label);
  }

  /** `file` is where they come from. */
  settle(file: string): { readonly labelOf: Map<string, string>; readonly warnings: readonly Message[] } {
    const labelOf = new Map<string, string>();
    const several: [string, Set<string>][] = [];
    for (const [image, labels] of this.classes) {
      const [label] = labels;
      if (labels.size > 1) several.push([image, labels]);
      else if (label !== undefined) labelOf.set(image, label);
    }
    const [first] = several;
    if (first === undefined) return { labelOf, warnings: [] };
    const [image, labels] = first;
    const classes = listed([...labels]);
    const args = { file, images: several.length, image, classes };
    return { labelOf, warnings: [message('images-of-several-classes', args)] };
  }
}
