/** The mails of this room, as plain text. None says anything of what was reported: mails are read by others. */
import type { Micros } from '@openaccord/names'

/** Names come from people: one line, so that nobody writes headers or paragraphs of ours. */
const line = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, 200)
const day = (at: Micros): string => new Date(at / 1000).toISOString().slice(0, 10)
type Mail = { to: string; subject: string; text: string }
type Words = Readonly<Record<string, (alliance: string, address: string) => [subject: string, text: string]>>

const NEWS: Words = {
  en: (alliance, address) => [`There is news: ${alliance}`, `There is something new about what you reported by way of ${alliance}. Open your mailbox with the receipt code:\n\n${address}`],
  fr: (alliance, address) => [`Du nouveau : ${alliance}`, `Il y a du nouveau au sujet de votre signalement par ${alliance}. Ouvrez votre boîte avec le code du reçu :\n\n${address}`],
  es: (alliance, address) => [`Hay novedades: ${alliance}`, `Hay novedades sobre lo que comunicó por medio de ${alliance}. Abra su buzón con el código del recibo:\n\n${address}`],
  nl: (alliance, address) => [`Er is nieuws: ${alliance}`, `Er is nieuws over wat u via ${alliance} meldde. Open uw postvak met de code van het ontvangstbewijs:\n\n${address}`],
  ar: (alliance, address) => [`هناك جديد: ${alliance}`, `هناك جديد بشأن ما أبلغت عنه عبر ${alliance}. افتح صندوقك برمز الإيصال:\n\n${address}`],
}
const CLAIM: Words = {
  en: (alliance, link) => [`It has arrived: ${alliance}`, `A mail from your address has come to ${alliance}; it was encrypted to the team it was meant for. With this link you get the code of a mailbox, in which the team answers you. It works once, within fourteen days:\n\n${link}\n\nUntil you open it, nobody can write to you. If you sent nothing, do nothing.`],
  fr: (alliance, link) => [`Bien reçu : ${alliance}`, `Un message venu de votre adresse est arrivé chez ${alliance} ; il a été chiffré pour l’équipe destinataire. Ce lien vous donne le code d’une boîte où l’équipe vous répond. Il sert une fois, pendant quatorze jours :\n\n${link}\n\nTant que vous ne l’ouvrez pas, personne ne peut vous écrire. Si vous n’avez rien envoyé, ne faites rien.`],
  es: (alliance, link) => [`Ha llegado: ${alliance}`, `Un correo de su dirección ha llegado a ${alliance}; se cifró para el equipo al que iba dirigido. Con este enlace obtiene el código de un buzón en el que el equipo le responde. Sirve una vez, durante catorce días:\n\n${link}\n\nHasta que lo abra, nadie puede escribirle. Si no envió nada, no haga nada.`],
  nl: (alliance, link) => [`Aangekomen: ${alliance}`, `Een mail van uw adres is aangekomen bij ${alliance}; hij is versleuteld voor het team waarvoor hij bedoeld was. Met deze link krijgt u de code van een postvak waarin het team u antwoordt. Hij werkt één keer, veertien dagen lang:\n\n${link}\n\nZolang u hem niet opent, kan niemand u schrijven. Stuurde u niets, doe dan niets.`],
  ar: (alliance, link) => [`لقد وصلت: ${alliance}`, `وصلت رسالة من عنوانك إلى ${alliance}، وشُفّرت للفريق المقصود. بهذا الرابط تحصل على رمز صندوق يجيبك فيه الفريق. يعمل مرة واحدة خلال أربعة عشر يومًا:\n\n${link}\n\nما لم تفتحه لا يستطيع أحد أن يكتب إليك. إن لم ترسل شيئًا فلا تفعل شيئًا.`],
}

const said = (words: Words, speaks: string) => words[speaks.split('-', 1)[0] ?? ''] ?? words['en']!

export function newsMail(to: string, { alliance, origin, speaks }: { alliance: string; origin: string; speaks: string }): Mail {
  const [subject, text] = said(NEWS, speaks)(line(alliance), `${origin}/report/receipt`)
  return { to, subject, text }
}

export function claimMail(to: string, { alliance, link, speaks }: { alliance: string; link: string; speaks: string }): Mail {
  const [subject, text] = said(CLAIM, speaks)(line(alliance), link)
  return { to, subject, text }
}

type To = { alliance: string; origin: string; report: string }

export const receivedMail = (to: string, { alliance, origin, report, due }: To & { due: Micros }): Mail => ({
  to, subject: 'A report waits for your team',
  text: `Somebody has sent your team a report by way of ${line(alliance)}. It is encrypted to your team’s keys; what it says is in no mail. The first reply is due on ${day(due)}:\n\n${origin}/desk/reports/${report}`,
})

export const wroteMail = (to: string, { alliance, origin, report }: To): Mail => ({
  to, subject: 'A reporter has written to your team', text: `There is a new message in the mailbox of a report at ${line(alliance)}:\n\n${origin}/desk/reports/${report}`,
})

export const dueMail = (to: string, { alliance, origin, report, due }: To & { due: Micros }): Mail => ({
  to, subject: 'A report waits for its first reply', text: `Nobody of your team has answered a report at ${line(alliance)} yet; the first reply is due on ${day(due)}:\n\n${origin}/desk/reports/${report}`,
})
