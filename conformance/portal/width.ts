/** Reflow (WCAG 1.4.10): a page is never wider than its window. */
import type { Page } from 'playwright-core'

/** What makes the page wider than its window. */
export const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const out = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (right > clientWidth + 0.5 || left < -0.5)
    })
    return [`${scrollWidth} in ${clientWidth}`, ...out.slice(-4).map((element) => element.outerHTML.slice(0, 140))]
  })
