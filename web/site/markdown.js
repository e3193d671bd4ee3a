// Markdown of the repository as HTML of the site.
import MarkdownIt from 'markdown-it';
import anchor from 'markdown-it-anchor';
import { escaped, zoneToHtml } from '../playground/highlight.js';

/** As GitHub makes anchors of headings, so that links hold in both places. */
export const slugify = (text) => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

/** The way from a page to an address that starts at the top of the site. */
export function way(from, to) {
  const up = '../'.repeat(from.split('/').length - 1);
  return `${up}${to}` || './';
}

export function renderer({ grammar, target }) {
  const highlight = (code, language) => (language === 'zone' ? zoneToHtml(grammar, code) : escaped(code));
  const markdown = new MarkdownIt({ html: false, highlight });
  markdown.use(anchor, { slugify, permalink: anchor.permalink.headerLink({ safariReaderFix: true }) });

  const rules = markdown.renderer.rules;
  const link = rules.link_open ?? ((tokens, at, options, env, self) => self.renderToken(tokens, at, options));
  rules.link_open = (tokens, at, options, env, self) => {
    const href = tokens[at].attrGet('href');
    // The anchors of headings are of this page already.
    const to = tokens[at].attrGet('class') === 'header-anchor' ? null : target(env.source, href);
    if (to !== null) tokens[at].attrSet('href', /^[a-z]+:/.test(to) ? to : way(env.url, to));
    return link(tokens, at, options, env, self);
  };
  const fence = rules.fence;
  rules.fence = (tokens, at, options, env, self) => {
    const html = fence(tokens, at, options, env, self).replace('<pre>', '<pre tabindex="0">');
    const next = tokens[at].info.trim() === 'zone' && env.tries?.shift();
    return next ? `${html}<p class="try"><a href="${way(env.url, next.href)}">Try it: ${escaped(next.section)}</a></p>\n` : html;
  };
  rules.table_open = () => '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>\n';
  rules.table_close = () => '</table></div>\n';

  return {
    render: (text, source, url, tries) => markdown.render(text, { source, url, tries: tries?.slice() }),
    headings(text) {
      const tokens = markdown.parse(text, {});
      return tokens.filter(({ type }) => type === 'heading_open').map((token) => ({ slug: token.attrGet('id') }));
    },
  };
}
