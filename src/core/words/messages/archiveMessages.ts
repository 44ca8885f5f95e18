/** What is wrong with files that hold images, and with single images in them. */
export const ARCHIVE_MESSAGES = {
  'images-left-out': '{count|# image is|# images are} left out, such as {example}: {why}.',
  'member-sparse': 'it is stored as a sparse file; pack it without --sparse',
  'member-outside': 'its path leads out of the archive; pack it with a path relative to the folder',
  'member-repeated': 'there is another one of that path behind it, which is read',
  'member-label-long': 'its label is longer than {size}; give a name or a number',
  'member-json-broken': 'its JSON cannot be read',
  'member-label-object': 'its label in {key} is neither a name nor a number',
  'member-several-labels': 'it has several labels ({labels}); give one label for each image',
  'member-encrypted': 'it is encrypted; pack it without a password',
  'member-link': 'it is a link to another file; pack that file instead',
  'member-compression': 'it is compressed with {method}; pack it with Deflate, or uncompressed',
  'member-claims': 'it claims to take {size} when it is unpacked',
  'member-damaged': 'its archive is damaged or cut off there; fetch or pack it again',
  'member-kind': '{kind} is not read; save it as JPEG or PNG',
  'archive-no-zip':
    '{file} is not a zip archive, or is cut off: the list of what is in it, at its end, cannot be read. Fetch or pack it again.',
  'archive-list-damaged':
    'The list of what is in {file} is damaged; images that are named behind the damage are left out. Fetch or pack it again.',
  'archives-as-classes':
    '{count|The archive|Each of the # archives} was taken for a class of its own name, such as {example}, as {count|it holds no|none holds} class folders.',
  'zip-without-classes':
    'The images in {files} do not lie in class folders; unpack the archive in {root} if it holds annotations, or pack one folder per class.',
  'archive-no-tar': '{file} is not a tar archive, or is damaged at its start; pack it again.',
  'archive-cut-off':
    '{file} is cut off behind {members|# whole file|# whole files} in it; what comes behind is left out. Fetch or pack it again.',
  'archive-damaged':
    '{file} is damaged behind {members|# whole file|# whole files} in it; what comes behind is left out. Fetch or pack it again.',
  'archive-compressed':
    '{file} is compressed as a whole, so that the images in it cannot be read where they are; unpack it to a .tar file, as with gunzip.',
  'archive-compressed-beside':
    '{count|# archive is|# archives are} compressed as a whole, such as {example}, and left out; unpack {count|it|them} to .tar, as with gunzip.',
  'archive-unreadable': '{file} cannot be read ({code}); check its permissions.',
  'shards-without-labels':
    '{file} holds images, but no label beside them: a .cls file, or a .json file with "label", of the same name. If folders in it are the classes, unpack it.',
  'array-squares': '{array} says nothing of width and height; its pictures were taken for squares of {size}.',
  'array-no-pictures':
    '{array} has the shape {shape}, which is not that of grey or colour pictures: images × height × width, or with 1 or 3 channels behind or before the pixels.',
  'array-shape-unclear':
    '{array} has the shape {shape}, which does not say whether the channels come before or behind the pixels; save it as images × height × width × channels, without channels where it is grey.',
  'labels-of-shape': '{file} has the shape {shape}; give one label for each image.',
  'arrays-lengths':
    '{images} holds {count|# image|# images}, and {labels} holds {others|# label|# labels}; give one label for each image.',
  'compressed-damaged': '{file} is damaged or cut off: it cannot be unpacked. Fetch it again.',
  'unpack-nowhere':
    '{file} holds images that can only be read once they are unpacked, and there is no folder for that here; unpack it first.',
  'idx-cut-off': '{file} is cut off: only {read|# image is|# images are} read. Fetch it again.',
  'idx-damaged': '{file} is not an IDX file of unsigned bytes, or is cut off; fetch it again.',
  'array-no-bytes':
    "{array} holds '{type}' instead of unsigned bytes; save it with array.astype('uint8'), times 255 where its numbers are 0 to 1.",
  'array-damaged': '{array} is damaged, encrypted or too large; save it again with numpy.savez.',
  'labels-of-type': "{array} holds '{type}', not numbers or texts; save it as one of those, without pickle.",
  'labels-no-classes': '{array} holds {value}, which is not the number of a class.',
  'parquet-damaged': '{file} cannot be read as Parquet ({why}); fetch or write it again.',
  'parquet-large': '{file} holds more than a gigabyte in one row group; write it with smaller ones.',
  'parquet-without-image': 'its row holds no bytes of an image; write them into the file, not only the path',
  'metadata-line': '{file}, line {line} is not a JSON object; write one for each image, in one line.',
  'metadata-large': '{file} is larger than {size}; split it, one file beside the images of each folder.',
  'classes-named': 'Classes that are numbers were given the names in {file}, such as {name} for {id}.',
  'class-names-differ':
    '{first} and {second} name the classes differently, so these stay numbers; keep the one that is right.',
  'class-names-missing':
    '{file} names {names|# class|# classes}, but none of number {ids}, as labels are; the classes stay numbers. Give each number a name: they are counted from 0.',
  'label-without-name': 'its label {label} is the number of no class that has a name',
} as const;
