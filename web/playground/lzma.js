// Unpacks LZMA (the format of `xz --format=lzma`), which browsers do not: the module is a fifth smaller than as gzip,
// whatever the server compresses with. After the LZMA specification of the LZMA SDK, which is in the public domain.

const TOP = 2 ** 24;
const HALF = 1024;

/** Probabilities of bits, of which each is learnt from those before. */
const probabilities = (count) => new Uint16Array(count).fill(HALF);

class Bits {
  #bytes;
  #at = 5;
  #range = 0xffffffff;
  #code = 0;

  constructor(bytes) {
    this.#bytes = bytes;
    for (let at = 1; at < 5; at++) this.#code = ((this.#code << 8) | bytes[at]) >>> 0;
  }

  #more() {
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | this.#bytes[this.#at++]) >>> 0;
  }

  bit(model, index) {
    const probability = model[index];
    const bound = (this.#range >>> 11) * probability;
    let bit;
    if (this.#code < bound) {
      this.#range = bound;
      model[index] = probability + ((2048 - probability) >>> 5);
      bit = 0;
    } else {
      this.#range -= bound;
      this.#code -= bound;
      model[index] = probability - (probability >>> 5);
      bit = 1;
    }
    if (this.#range < TOP) this.#more();
    return bit;
  }

  /** A number of so many bits that are as often set as not. */
  plain(count) {
    let number = 0;
    for (let left = count; left > 0; left--) {
      this.#range >>>= 1;
      const bit = this.#code >= this.#range ? 1 : 0;
      if (bit) this.#code -= this.#range;
      if (this.#range < TOP) this.#more();
      number = number * 2 + bit;
    }
    return number;
  }

  /** A number by a tree of bits, the highest first. */
  tree(model, from, count) {
    let node = 1;
    for (let left = count; left > 0; left--) node = node * 2 + this.bit(model, from + node);
    return node - 2 ** count;
  }

  /** The same, the lowest first. */
  reverse(model, from, count) {
    let [node, number] = [1, 0];
    for (let at = 0; at < count; at++) {
      const bit = this.bit(model, from + node);
      node = node * 2 + bit;
      number += bit * 2 ** at;
    }
    return number;
  }
}

class Lengths {
  #choices = probabilities(2);
  #low = probabilities(16 * 8);
  #middle = probabilities(16 * 8);
  #high = probabilities(256);

  read(bits, position) {
    if (!bits.bit(this.#choices, 0)) return 2 + bits.tree(this.#low, position * 8, 3);
    if (!bits.bit(this.#choices, 1)) return 10 + bits.tree(this.#middle, position * 8, 3);
    return 18 + bits.tree(this.#high, 0, 8);
  }
}

/** Where in the slots of distances the lower bits of one are. */
function distance(bits, slots, special, align, length) {
  const slot = bits.tree(slots, Math.min(length - 2, 3) * 64, 6);
  if (slot < 4) return slot;
  const count = (slot >>> 1) - 1;
  const base = (2 | (slot & 1)) * 2 ** count;
  if (slot < 14) return base + bits.reverse(special, base - slot, count);
  return base + bits.plain(count - 4) * 16 + bits.reverse(align, 0, 4);
}

/** What the packed bytes stand for. Their header has to tell the length. */
export function unlzma(packed) {
  const header = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const properties = header.getUint8(0);
  const [lc, lp, pb] = [properties % 9, Math.floor(properties / 9) % 5, Math.floor(properties / 45)];
  const length = header.getUint32(5, true);
  if (header.getUint32(9, true) !== 0) throw new Error('the length is not told');
  const out = new Uint8Array(length);
  const bits = new Bits(packed.subarray(13));

  const literals = probabilities(0x300 << (lc + lp));
  const [isMatch, isRepLong] = [probabilities(12 * 16), probabilities(12 * 16)];
  const [isRep, isRepG0, isRepG1, isRepG2] = [0, 1, 2, 3].map(() => probabilities(12));
  const [lengths, repLengths] = [new Lengths(), new Lengths()];
  const [slots, special, align] = [probabilities(4 * 64), probabilities(128), probabilities(16)];
  const [positions, literalPositions] = [2 ** pb - 1, 2 ** lp - 1];
  let [state, rep0, rep1, rep2, rep3] = [0, 0, 0, 0, 0];

  for (let at = 0; at < length;) {
    const position = at & positions;
    if (!bits.bit(isMatch, state * 16 + position)) {
      const before = at > 0 ? out[at - 1] : 0;
      const from = 0x300 * (((at & literalPositions) << lc) + (before >>> (8 - lc)));
      let symbol = 1;
      if (state >= 7) {
        // The byte that a repetition would have had here is another hint.
        let other = out[at - rep0 - 1];
        while (symbol < 0x100) {
          const expected = (other >>> 7) & 1;
          other <<= 1;
          const bit = bits.bit(literals, from + ((1 + expected) << 8) + symbol);
          symbol = symbol * 2 + bit;
          if (expected !== bit) break;
        }
      }
      while (symbol < 0x100) symbol = symbol * 2 + bits.bit(literals, from + symbol);
      out[at++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let count;
    if (!bits.bit(isRep, state)) {
      [rep3, rep2, rep1] = [rep2, rep1, rep0];
      count = lengths.read(bits, position);
      state = state < 7 ? 7 : 10;
      rep0 = distance(bits, slots, special, align, count);
    } else {
      if (!bits.bit(isRepG0, state)) {
        if (!bits.bit(isRepLong, state * 16 + position)) {
          state = state < 7 ? 9 : 11;
          out[at] = out[at - rep0 - 1];
          at++;
          continue;
        }
      } else {
        let chosen = rep1;
        if (bits.bit(isRepG1, state)) {
          if (bits.bit(isRepG2, state)) [chosen, rep3] = [rep3, rep2];
          else chosen = rep2;
          rep2 = rep1;
        }
        [rep1, rep0] = [rep0, chosen];
      }
      count = repLengths.read(bits, position);
      state = state < 7 ? 8 : 11;
    }
    if (rep0 >= at) throw new Error('the packed bytes are damaged');
    for (const end = Math.min(at + count, length); at < end; at++) out[at] = out[at - rep0 - 1];
  }
  return out;
}
