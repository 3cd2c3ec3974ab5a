/** English: effort instead of puzzles, on forms that need no account. */
export const effort = {
  'effort.help': 'No puzzle: when you send this, your device works for a moment. That costs you nothing and makes floods of forms dear.',
  'effort.plain': 'No puzzle: please take at least half a minute before you send this. That keeps floods of forms away.',
  'effort.working': 'Your device is working for a moment; then it is sent.',
  'effort.stopped': 'Stopped. Nothing was sent; what you wrote is still here.',
  'effort.trouble': 'That did not work. What you wrote is still here: send it again.',
  'effort.stop': 'Stop',
  'effort.progress': 'How far it is',
  'field.effort': 'This form',
  'refusal.door.effort-unknown': 'This form was not opened here, or too long ago. Send it again as it stands.',
  'refusal.door.effort-expired': 'This form lay open for more than two hours. Send it again as it stands.',
  'refusal.door.effort-wrong': 'Your device’s work does not fit this form. Send it again as it stands.',
  'refusal.door.effort-early': 'Without a script this form is taken half a minute after it was opened. Wait a moment, then send it again.',
  'refusal.door.effort-pace': 'Many forms were sent without a script within the last hour. Try later, or with a browser that runs scripts.',
  'refusal.door.effort-used': 'This form was already sent, and what it carried has arrived.',
} as const
