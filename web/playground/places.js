// From bytes of UTF-8, as the program counts, to UTF-16, as editors do.

const STEP = 1024;

function width(code) {
  if (code < 0x80) return 1;
  return code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** A function from byte offsets in a text to offsets in the string. Between two bytes of one character it is before it. */
export function fromBytes(text) {
  // Where each step of the string starts, in bytes.
  const bytes = [0];
  const units = [0];
  let byte = 0;
  let isAscii = true;
  for (let unit = 0; unit < text.length; ) {
    const code = text.codePointAt(unit);
    byte += width(code);
    unit += code > 0xffff ? 2 : 1;
    isAscii &&= code < 0x80;
    if (unit - units[units.length - 1] >= STEP) {
      units.push(unit);
      bytes.push(byte);
    }
  }
  if (isAscii) return (offset) => Math.min(offset, text.length);
  return (offset) => {
    let low = 0;
    let high = bytes.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (bytes[middle] <= offset) low = middle;
      else high = middle;
    }
    let at = bytes[low];
    let unit = units[low];
    while (unit < text.length) {
      const code = text.codePointAt(unit);
      if (at + width(code) > offset) break;
      at += width(code);
      unit += code > 0xffff ? 2 : 1;
    }
    return unit;
  };
}
