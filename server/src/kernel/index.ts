/** Kernel: the words every room shares: who acts, what time it is, how one says no. No I/O here. */
export { Refusal, type RefusalKind } from './refusal.ts'
export { anonymous, canDo, need, type Actor, type Standing } from './actor.ts'
export { hidesText, PLAIN_TEXT, plainText, strippedText } from './text.ts'
export { isDay, isInstant, iso, microsOfIso, minuteUtc, SECOND, MINUTE, HOUR, DAY, type Clock, type Random } from './time.ts'
