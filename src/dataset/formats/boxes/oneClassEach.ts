import { listed } from '../../../core/words/listed';
import { message, type Message } from '../../../core/words/message';

/** Labels of whole images as annotations give them: those of an image with more than one class are left out. */
export class OneClassEach {
  /** By image and class, the file that says so first. */
  private readonly classes = new Map<string, Map<string, string>>();

  add(image: string, label: string, file: string): void {
    const earlier = this.classes.get(image);
    if (earlier === undefined) this.classes.set(image, new Map([[label, file]]));
    else if (!earlier.has(label)) earlier.set(label, file);
  }

  settle(): { readonly labelOf: Map<string, string>; readonly warnings: readonly Message[] } {
    const labelOf = new Map<string, string>();
    const several = new Map<string, { readonly files: readonly string[]; images: number; example: string }>();
    for (const [image, labels] of this.classes) {
      const [label] = labels.keys();
      if (labels.size === 1 && label !== undefined) labelOf.set(image, label);
      if (labels.size < 2) continue;
      const files = [...new Set(labels.values())].slice(0, 2);
      const earlier = several.get(files.join('\n'));
      if (earlier === undefined) several.set(files.join('\n'), { files, images: 1, example: image });
      else earlier.images++;
    }
    const warnings = Array.from(
      several.values(),
      ({ files: [file = '', second], images, example: image }) => {
        const args = { images, image, classes: listed([...(this.classes.get(image)?.keys() ?? [])]) };
        return second === undefined
          ? message('images-of-several-classes', { file, ...args })
          : message('images-of-two-files', { first: file, second, ...args });
      },
    );
    return { labelOf, warnings };
  }
}
