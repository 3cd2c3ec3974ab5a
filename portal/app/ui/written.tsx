/** What people write to each other, set to be read: the parts of ui/markdown.ts as elements, each in the direction of its own text. */
import { blocksOf, hostOf, type Block, type Span } from './markdown.ts'
import { useWords } from './visit.tsx'

export function Written({ text, language }: { text: string; language?: string | null }) {
  return <div className="written" lang={language ?? undefined}>{blocksOf(text).map((block, n) => <OneBlock key={n} block={block} />)}</div>
}

function OneBlock({ block }: { block: Block }) {
  switch (block.is) {
    case 'paragraph': return <p dir="auto"><Spans spans={block.spans} /></p>
    // what stands around it has the headings of the page
    case 'heading': return <p className="written-heading" data-level={Math.min(block.level, 3)} dir="auto"><Spans spans={block.spans} /></p>
    case 'quote': return <blockquote dir="auto"><Spans spans={block.spans} /></blockquote>
    case 'code': return <Listing text={block.text} />
    case 'rule': return <hr />
    case 'list': {
      const items = block.items.map(({ depth, spans }, n) => <li key={n} data-depth={depth === 0 ? undefined : depth} dir="auto"><Spans spans={spans} /></li>)
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
    }
  }
}

function Listing({ text }: { text: string }) {
  const { t } = useWords()
  // focusable, so that what runs out of sight can be scrolled to by keyboard
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role
  return <pre tabIndex={0} role="group" aria-label={t('written.code')} dir="ltr" translate="no">{text}</pre>
}

const Spans = ({ spans }: { spans: readonly Span[] }) => spans.map((span, n) => <OneSpan key={n} span={span} />)

function OneSpan({ span }: { span: Span }) {
  switch (span.is) {
    case 'text': return span.text
    case 'strong': return <strong>{span.text}</strong>
    case 'em': return <em>{span.text}</em>
    case 'code': return <code translate="no" dir="ltr">{span.text}</code>
    case 'link': {
      const host = hostOf(span)
      return <><a href={span.href} rel="noreferrer nofollow"><bdi>{span.text}</bdi></a>{host !== null && <> <bdi className="quiet" dir="ltr">{`(${host})`}</bdi></>}</>
    }
  }
}
