// What the program writes on a terminal, as a picture: SVG of text, from its escape sequences.
import { escaped } from '../playground/highlight.js';

const colors = { 31: '#ff8d8d', 32: '#7fd694', 33: '#f0b95c', 34: '#86bdf5', 35: '#e79bdb', 36: '#6fd6c6', 37: '#e3e9ed', 90: '#97a5b0' };
const [WIDTH, HEIGHT, PAD] = [8.4, 20, 16];

/** Pieces of text with their style. */
function* pieces(text) {
  let style = {};
  for (const part of text.split(/(\x1b\[[\d;]*m|\x1b\]8;;.*?(?:\x1b\\|\x07))/)) {
    const codes = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      if (part && !part.startsWith('\x1b')) yield [part, style];
      continue;
    }
    style = styled(style, codes.split(';').map(Number));
  }
}

function styled(before, codes) {
  let style = { ...before };
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at];
    if (code === 0) style = {};
    else if (code === 1) style.bold = true;
    else if (code === 4) style.underline = true;
    else if (code === 38 && codes[at + 1] === 5) style.color = colors[30 + (codes[(at += 2)] % 8)];
    else if (code === 39) delete style.color;
    else if (code >= 91 && code <= 97) style.color = colors[code - 60];
    else if (colors[code]) style.color = colors[code];
  }
  return style;
}

export function picture(command, output, description) {
  const lines = `\x1b[32m$\x1b[0m ${command}\n${output.trimEnd()}`.split('\n');
  const columns = Math.max(...lines.map((line) => [...line.replace(/\x1b\[[\d;]*m/g, '')].length));
  const [width, height] = [Math.ceil(columns * WIDTH + 2 * PAD), lines.length * HEIGHT + 2 * PAD];
  const texts = lines.map((line, number) => {
    let column = 0;
    const spans = [...pieces(line)].map(([text, style]) => {
      const x = (PAD + column * WIDTH).toFixed(1);
      column += [...text].length;
      const look = [style.color && ` fill="${style.color}"`, style.bold && ' font-weight="bold"', style.underline && ' text-decoration="underline"'];
      return `<tspan x="${x}" textLength="${([...text].length * WIDTH).toFixed(1)}"${look.filter(Boolean).join('')}>${escaped(text).replace(/ /g, '\u00a0')}</tspan>`;
    });
    return spans.length ? `<text y="${PAD + number * HEIGHT + 14}">${spans.join('')}</text>` : '';
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${escaped(description)}</title>
<metadata>SPDX-License-Identifier: MIT OR Apache-2.0</metadata>
<rect width="${width}" height="${height}" rx="8" fill="#12181d"/>
<g fill="#e3e9ed" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
${texts.join('\n')}
</g>
</svg>
`;
}
