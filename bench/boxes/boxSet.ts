/** An object of a picture, or a place where none is. In pixels of the picture. */
export interface PlannedBox {
  /** Its number in the set. */
  readonly object: number;
  /** −1 for none. */
  readonly shown: number;
  readonly given: number;
  readonly centre: readonly [number, number];
  /** Half the edge of the square that the object is drawn in. */
  readonly reach: number;
  /** As it is annotated: around the object, not to the pixel. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
}

/** A picture of a detection set, with its boxes. */
export interface BoxPicture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Pick<PlannedBox, 'shown' | 'given' | 'box'>[];
  /** Writes the picture to a file. */
  readonly write: (file: string) => Promise<void>;
}

/** A detection set of which the truth is known. */
export interface BoxSet {
  readonly names: readonly string[];
  readonly pictures: readonly BoxPicture[];
}
