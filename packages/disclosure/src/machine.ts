/**
 * A state machine as data: a table of states and moves. The machines of this package are tables of this shape, so that
 * what is allowed can be listed, drawn and compared with the published model.
 */

/** `moves[state][move]` is the next state; a move that is not there is forbidden. */
export type Machine<State extends string, Move extends string> = {
  readonly start: State
  /** Where a history may end. */
  readonly final: readonly State[]
  readonly moves: Readonly<Record<State, Readonly<Partial<Record<Move, State>>>>>
  /** One letter for each move, as the published model writes histories. */
  readonly letters: Readonly<Record<Move, string>>
}

export const statesOf = <State extends string>(machine: Machine<State, string>): State[] => Object.keys(machine.moves) as State[]

/** What is allowed in a state, with where it leads. */
export function movesFrom<State extends string, Move extends string>({ moves, letters }: Machine<State, Move>, state: State): { move: Move; to: State }[] {
  const allowed: Readonly<Partial<Record<Move, State>>> = moves[state]
  return (Object.keys(letters) as Move[]).flatMap((move) => {
    const to = allowed[move]
    return to === undefined ? [] : [{ move, to }]
  })
}

/** Every history of at most so many moves that ends where one may end, written with the letters of the moves. */
export function historiesOf<State extends string, Move extends string>(machine: Machine<State, Move>, most: number): string[] {
  const found: string[] = []
  let reached: { state: State; text: string }[] = [{ state: machine.start, text: '' }]
  for (let length = 1; length <= most; length++) {
    reached = reached.flatMap(({ state, text }) => movesFrom(machine, state).map(({ move, to }) => ({ state: to, text: text + machine.letters[move] })))
    found.push(...reached.filter(({ state }) => machine.final.includes(state)).map(({ text }) => text))
  }
  return found
}
