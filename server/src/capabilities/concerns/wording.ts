/** The mails of this room, as plain text. Those to whoever filed something say nothing of it: mails are read by others. */
import type { Micros } from '@openaccord/names'

/** Names come from people: one line, so that nobody writes headers or paragraphs of ours. */
const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)
const day = (at: Micros): string => new Date(at / 1000).toISOString().slice(0, 10)
type Mail = { to: string; subject: string; text: string }

const RECEIPT: Readonly<Record<string, (alliance: string, link: string) => [subject: string, text: string]>> = {
  en: (alliance, link) => [`Your receipt: ${alliance}`, `You sent something to ${alliance}. With this link you can read where it stands, answer questions, add to it and take it back:\n\n${link}\n\nKeep it to yourself: whoever has it can do the same. It cannot be sent again. If you sent nothing, ignore this mail.`],
  fr: (alliance, link) => [`Votre reçu : ${alliance}`, `Vous avez envoyé quelque chose à ${alliance}. Ce lien permet de voir où cela en est, de répondre aux questions, d’ajouter et de retirer :\n\n${link}\n\nGardez-le pour vous : qui l’a peut en faire autant. Il ne peut pas être renvoyé. Si vous n’avez rien envoyé, ignorez ce message.`],
  es: (alliance, link) => [`Su recibo: ${alliance}`, `Ha enviado algo a ${alliance}. Con este enlace puede ver en qué punto está, responder preguntas, añadir y retirarlo:\n\n${link}\n\nGuárdelo para usted: quien lo tenga puede hacer lo mismo. No se puede enviar otra vez. Si no envió nada, ignore este mensaje.`],
  nl: (alliance, link) => [`Uw ontvangstbewijs: ${alliance}`, `U stuurde iets aan ${alliance}. Met deze link ziet u hoe het ervoor staat, beantwoordt u vragen, vult u aan en trekt u het in:\n\n${link}\n\nHoud hem voor uzelf: wie hem heeft kan hetzelfde. Hij kan niet opnieuw worden gestuurd. Stuurde u niets, negeer dan deze mail.`],
  ar: (alliance, link) => [`إيصالك: ${alliance}`, `لقد أرسلت شيئًا إلى ${alliance}. بهذا الرابط ترى أين وصل، وتجيب عن الأسئلة، وتضيف إليه، وتسحبه:\n\n${link}\n\nاحتفظ به لنفسك: من يملكه يستطيع ما تستطيعه. لا يمكن إرساله مرة أخرى. إن لم ترسل شيئًا فتجاهل هذه الرسالة.`],
}
const NEWS: Readonly<Record<string, (alliance: string, address: string) => [subject: string, text: string]>> = {
  en: (alliance, address) => [`There is news: ${alliance}`, `There is something new about what you sent to ${alliance}. Open the link of your receipt, or write the receipt here:\n\n${address}`],
  fr: (alliance, address) => [`Du nouveau : ${alliance}`, `Il y a du nouveau au sujet de votre envoi à ${alliance}. Ouvrez le lien de votre reçu, ou saisissez le reçu ici :\n\n${address}`],
  es: (alliance, address) => [`Hay novedades: ${alliance}`, `Hay novedades sobre lo que envió a ${alliance}. Abra el enlace de su recibo, o escriba el recibo aquí:\n\n${address}`],
  nl: (alliance, address) => [`Er is nieuws: ${alliance}`, `Er is nieuws over wat u aan ${alliance} stuurde. Open de link van uw ontvangstbewijs, of vul het hier in:\n\n${address}`],
  ar: (alliance, address) => [`هناك جديد: ${alliance}`, `هناك جديد بشأن ما أرسلته إلى ${alliance}. افتح رابط إيصالك، أو اكتب الإيصال هنا:\n\n${address}`],
}

export function receiptMail(to: string, { alliance, link, speaks }: { alliance: string; link: string; speaks: string }): Mail {
  const [subject, text] = (RECEIPT[speaks] ?? RECEIPT['en']!)(line(alliance), link)
  return { to, subject, text }
}

export function newsMail(to: string, { alliance, origin, speaks }: { alliance: string; origin: string; speaks: string }): Mail {
  const [subject, text] = (NEWS[speaks] ?? NEWS['en']!)(line(alliance), `${origin}/concerns/receipt`)
  return { to, subject, text }
}

type To = { alliance: string; origin: string }

export const screenMail = (to: string, { alliance, origin }: To): Mail => ({
  to, subject: 'Something new waits for you',
  text: `Somebody has sent ${line(alliance)} a concern or a tip. It waits for you for ten days:\n\n${origin}/screen`,
})

export const correctionMail = (to: string, { alliance, origin, organisation }: To & { organisation: string | null }): Mail => ({
  to, subject: 'Somebody asks for a correction',
  text: `Somebody thinks that something on a page of ${line(alliance)}${organisation === null ? '' : ` about ${line(organisation)}`} is wrong. It is decided within ten days:\n\n${origin}/screen`,
})

export const openedMail = (to: string, { alliance, origin, organisation, concern, due }: To & { organisation: string; concern: string; due: Micros }): Mail => ({
  to, subject: `A concern about ${line(organisation)} waits for your answer`,
  text: [
    `A concern about ${line(organisation)} was brought to the ombudsperson of ${line(alliance)} and taken up. You are heard first: your answer, signed with a key of your organisation, stands beside the concern for ever.`,
    `Read it and answer by ${day(due)}:\n\n${origin}/concerns/${concern}/answer`,
    'Without an answer it goes on by itself on that day. You can answer later too.',
  ].join('\n\n'),
})

export const drawnMail = (to: string, { alliance, origin, organisation, concern, due }: To & { organisation: string; concern: string; due: Micros }): Mail => ({
  to, subject: `${line(organisation)} was drawn for a panel`,
  text: `${line(organisation)} was drawn by lot, with two others, to find what is true about a concern of ${line(alliance)}. The finding is due on ${day(due)}; who has a conflict says so at once and gives the seat to the next of the lot:\n\n${origin}/concerns/${concern}/answer`,
})

export const publishMail = (to: string, { alliance, origin, organisation }: To & { organisation: string }): Mail => ({
  to, subject: 'The outcome of a ballot waits to be published',
  text: `A ballot of ${line(alliance)} about ${line(organisation)} is final. Two persons of the secretariat publish it within five days; neither can change it:\n\n${origin}/screen`,
})

const LAPSE = {
  'first-notice': (name: string, due: string) => `Nothing has been heard from ${name} for six months: no vote, no statement, no attestation, nothing shared. A second notice follows on ${due} unless something is. Any one of these ends this.`,
  'second-notice': (name: string, due: string) => `This is the second notice: nothing has been heard from ${name}. From ${due} on the register says so in public, and two weeks after that the organisation is suspended by itself.`,
  flagged: (name: string, due: string) => `The register now says in public that nothing is heard from ${name}. On ${due} the organisation is suspended by itself unless something is.`,
  suspended: (name: string, due: string) => `${name} is suspended since nothing has been heard for so long. Write to the secretariat to be restored; on ${due} the membership ends.`,
  removed: (name: string) => `The membership of ${name} has ended: nothing was heard for a year. Everything stays readable, and it may apply again.`,
} as const

export const lapseMail = (to: string, { alliance, origin, organisation, step, due }: To & { organisation: string; step: keyof typeof LAPSE; due: Micros | null }): Mail => ({
  to, subject: step === 'removed' ? `The membership of ${line(organisation)} has ended` : `${line(alliance)}: nothing heard from ${line(organisation)}`,
  text: `${LAPSE[step](line(organisation), due === null ? '' : day(due))}\n\n${origin}/accord`,
})

export const lateMail = (to: string, { alliance, origin, what, due }: To & { what: string; due: Micros }): Mail => ({
  to, subject: `Due soon: ${what}`, text: `Something of ${line(alliance)} waits for you until ${day(due)}: ${what}.\n\n${origin}/screen`,
})
