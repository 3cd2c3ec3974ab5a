/**
 * `accord completion bash|zsh|fish` prints what a shell has to read; the words themselves come from the hidden command
 * `accord complete -- WORDS…`, which walks the tree of commands, so that both are always in step.
 */
import type { Command, Option } from 'commander'
import { EXIT, Failure } from '../failure.ts'
import { findProfile, loadProfiles } from '../profile.ts'
import { meansOf, type Verb } from '../verb.ts'

export const completion: Verb = (program) => {
  program
    .command('completion')
    .description('print completion for your shell: bash, zsh or fish')
    .argument('<shell>', 'bash: source <(accord completion bash)')
    .action((shell: string, _: object, command: Command) => {
      const { terminal } = meansOf(command)
      const script = SCRIPTS[shell]
      if (script === undefined) throw new Failure(EXIT.usage, 'usage', `there is no completion for “${shell}”`, `one of: ${Object.keys(SCRIPTS).join(', ')}`)
      terminal.show(script)
      terminal.give({ shell, script })
    })
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .helpOption(false)
    .action((words: string[]) => {
      process.stdout.write(candidates(program, words).map((word) => `${word}\n`).join(''))
    })
}

/** What may stand in place of the last word. Nothing: a file, which the shell knows better. */
export function candidates(program: Command, words: readonly string[]): string[] {
  const last = words.at(-1) ?? ''
  const { command, option } = walk(program, words.slice(0, -1))
  const all = option === undefined ? [...verbsOf(command), ...optionsOf(command, last)] : valuesOf(option)
  return all.filter((word) => word.startsWith(last))
}

/** The command that the words lead to, and the option whose value is being typed. */
function walk(program: Command, words: readonly string[]): { command: Command; option: Option | undefined } {
  let command = program
  let option: Option | undefined
  for (const word of words) {
    if (option !== undefined) option = undefined
    else if (word.startsWith('-')) option = withGlobals(command).find((one) => (one.long === word || one.short === word) && one.required)
    else command = command.commands.find((one) => one.name() === word) ?? command
  }
  return { command, option }
}

const HIDDEN = new Set(['complete'])
const verbsOf = (command: Command): string[] =>
  command.name() === 'completion' ? Object.keys(SCRIPTS) : command.commands.map((one) => one.name()).filter((name) => !HIDDEN.has(name))

/** Options only once a dash is typed: otherwise they would hide the files. */
function optionsOf(command: Command, last: string): string[] {
  return last.startsWith('-') ? [...withGlobals(command).flatMap(({ long }) => long ?? []), '--help'] : []
}

function withGlobals(command: Command): Option[] {
  return command.parent === null ? [...command.options] : [...command.options, ...withGlobals(command.parent)]
}

function valuesOf({ long, argChoices }: Option): string[] {
  if (argChoices !== undefined) return argChoices
  try {
    if (long === '--collection') return findProfile(undefined)?.profile.collections.map(({ alias }) => alias) ?? []
    if (long === '--profile') return Object.keys(loadProfiles().profiles)
  } catch {
    // no profiles to be read: no words
  }
  return []
}

const SCRIPTS: Record<string, string> = {
  bash: `# accord, for bash: source <(accord completion bash)
_accord() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  local IFS=$'\\n'
  COMPREPLY=($(accord complete -- "\${words[@]}" 2>/dev/null))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$word")); compopt -o filenames 2>/dev/null; fi
}
complete -F _accord accord`,
  zsh: `#compdef accord
# accord, for zsh: source <(accord completion zsh)
_accord() {
  local -a found
  found=("\${(@f)$(accord complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -- "\${found[@]}"; else _files; fi
}
compdef _accord accord`,
  fish: `# accord, for fish: accord completion fish | source
function __accord_words
  set -l words (commandline -opc)[2..-1] (commandline -ct)
  set -l found (accord complete -- $words 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c accord -f -a '(__accord_words)'`,
}
