/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core';

/**
 * What does not fit on a page, measured from its DOM, one line each: text that leaves the page at a side, text that is cut
 * off without a sign of it, texts that lie over each other, and text that something else lies over. Where a page may scroll down, only its sides are edges.
 *
 * @param scrolls whether the page may be longer than its window.
 */
export async function overflowOf(page: Page, scrolls = true): Promise<string[]> {
  return await page.evaluate((mayScroll) => {
    const problems: string[] = [];
    interface Seen {
      readonly element: Element;
      readonly box: DOMRect;
      readonly text: string;
    }
    const style = (element: Element): CSSStyleDeclaration => getComputedStyle(element);
    /** What only readers of the page hear, and what is closed, is nowhere. */
    const unseen = (element: Element): boolean =>
      element.closest('.hidden, [hidden], title, script, style, details:not([open]) > :not(summary)') !== null ||
      style(element).visibility === 'hidden' ||
      style(element).display === 'none';
    const pen = document.createElement('canvas').getContext('2d');
    /** The part of a line's box that letters cover: boxes are taller, and those of lines that stand close overlap. */
    const inked = (element: Element, box: DOMRect, text: string): DOMRect => {
      if (!pen) return box;
      pen.font = style(element).font;
      const ink = pen.measureText(text);
      const baseline = box.top + (box.height - ink.fontBoundingBoxAscent - ink.fontBoundingBoxDescent) / 2;
      const top = baseline + ink.fontBoundingBoxAscent - ink.actualBoundingBoxAscent;
      return new DOMRect(box.left, top, box.width, ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent);
    };
    const texts: Seen[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (!element || text === '' || unseen(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0.5 && height > 0.5);
      for (const box of rects) texts.push({ element, box: inked(element, box, text), text: text.slice(0, 40) });
    }
    /** The ancestor that cuts it, the way it cuts, and whether it shows that it does. */
    const cutters = (element: Element): Element[] => {
      const found: Element[] = [];
      for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
        const { overflowX, overflowY } = style(at);
        if (overflowX !== 'visible' || overflowY !== 'visible') found.push(at);
      }
      return found;
    };
    const boxes: Seen[] = [];
    for (const seen of texts) {
      const { element, text } = seen;
      let { left, right, top, bottom } = seen.box;
      let cut = false;
      for (const cutter of cutters(element)) {
        const edge = cutter.getBoundingClientRect();
        const { overflowX, overflowY, textOverflow } = style(cutter);
        // What is moved sideways, and what ends in an ellipsis, says so.
        const says = overflowX === 'auto' || overflowX === 'scroll' || textOverflow === 'ellipsis';
        const gone =
          right <= edge.left + 1 || left >= edge.right - 1 || bottom <= edge.top + 1 || top >= edge.bottom - 1;
        const sides = left < edge.left - 1 || right > edge.right + 1;
        if (gone) cut = true;
        else if (sides && !says) problems.push(`"${text}" is cut off at a side of ${cutter.tagName.toLowerCase()}`);
        // Beside what can be moved up and down; an ellipsis says nothing of that.
        const ends = top < edge.top - 1 || bottom > edge.bottom + 1;
        if (!gone && ends && !['auto', 'scroll'].includes(overflowY))
          problems.push(`"${text}" is cut off at the top or bottom of ${cutter.tagName.toLowerCase()}`);
        left = Math.max(left, edge.left);
        right = Math.min(right, edge.right);
        top = Math.max(top, edge.top);
        bottom = Math.min(bottom, edge.bottom);
      }
      if (cut || right <= left || bottom <= top) continue;
      if (left < -0.5 || right > innerWidth + 0.5) problems.push(`"${text}" leaves the page at a side`);
      if (!mayScroll && (top < -0.5 || bottom > innerHeight + 0.5)) problems.push(`"${text}" leaves the display`);
      const whole = left === seen.box.left && right === seen.box.right;
      const above = whole && document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (above && !above.contains(element) && !element.contains(above))
        problems.push(
          `"${text}" lies under ${above.tagName.toLowerCase()} "${above.textContent?.trim().slice(0, 40)}"`,
        );
      boxes.push({ element, text, box: new DOMRect(left, top, right - left, bottom - top) });
    }
    if (document.documentElement.scrollWidth > innerWidth) problems.push('the page can be moved sideways');
    if (!mayScroll && document.documentElement.scrollHeight > innerHeight) problems.push('the page can be moved down');
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        if (one.element === other.element) continue;
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 2 && down > 2) problems.push(`"${one.text}" lies over "${other.text}"`);
      }
    }
    return [...new Set(problems)];
  }, scrolls);
}

/** The smallest size of text under each test id that is there, px. */
export async function textSizes(page: Page, testids: readonly string[]): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const id of testids) {
    const found = await page
      .getByTestId(id)
      .evaluateAll((elements) => elements.map((element) => Number.parseFloat(getComputedStyle(element).fontSize)));
    if (found.length > 0) sizes[id] = Math.min(...found);
  }
  return sizes;
}
