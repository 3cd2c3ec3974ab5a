/** Links in the texts of others: `[words](https://…)` and nothing else of Markdown. Linear in the text, whatever was written. */

export type Piece = { text: string; href: string | undefined }

const LINK = /(\[[^[\]]+\]\(https:\/\/[^\s()]+\))/
const PARTS = /^\[([^[\]]+)\]\((https:\/\/[^\s()]+)\)$/

export function piecesOf(text: string): Piece[] {
  return text.split(LINK).filter((piece) => piece !== '').map((piece) => {
    const [, words, href] = PARTS.exec(piece) ?? []
    return { text: words ?? piece, href }
  })
}
