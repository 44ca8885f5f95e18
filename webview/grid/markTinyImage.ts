/** Images no larger than this are enlarged with hard pixels: icons, MNIST, CIFAR. */
const TINY_IMAGE_PX = 64;

/** For the `load` event of an image: the stylesheet enlarges those so marked pixel by pixel. */
export function markTinyImage({ currentTarget: image }: Event): void {
  if (!(image instanceof HTMLImageElement)) return;
  const size = Math.max(image.naturalWidth, image.naturalHeight);
  image.toggleAttribute('data-tiny', size > 0 && size <= TINY_IMAGE_PX);
}
