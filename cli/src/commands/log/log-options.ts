/** The options that every look at a log has. */
import type { Command } from 'commander'

export const withTrust = (command: Command): Command =>
  command
    .option('--policy <file>', 'whom to trust: the log, its witnesses, the quorum (C2SP tlog-policy)')
    .option('--now <time>', 'judge as of this time, instead of this machine’s clock')

export const withHub = (command: Command): Command =>
  withTrust(command)
    .option('--trust-on-first-use', 'where no policy is known: believe the hub’s own this once, and keep it')
    .option('--state <file>', 'what is kept between looks (otherwise beside your profiles)')
    .option('--first', 'this is the first look: nothing was kept before')
