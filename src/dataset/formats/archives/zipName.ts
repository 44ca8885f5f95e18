/** The upper half of the code page that names are in where nothing is said: IBM PC, code page 437. */
const UPPER_HALF =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * The path of a member with slashes. That a name is UTF-8 is said by a flag, which macOS does not set: bytes that are UTF-8 are taken for
 * it, too, for as code page 437 they would be line drawings.
 */
export function readZipName(bytes: Buffer, { isUtf8 }: { readonly isUtf8: boolean }): string {
  const name = decode(bytes, isUtf8);
  return (name.includes('/') ? name : name.replaceAll('\\', '/')).replace(/^(?:\.\/)+/u, '');
}

function decode(bytes: Buffer, isUtf8: boolean): string {
  if (isUtf8) return bytes.toString('utf8');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : UPPER_HALF.charAt(byte - 0x80),
    ).join('');
  }
}
