/** الدخول. */
import type { signIn as english } from '../en/sign-in.ts'
import type { Same } from '../words.ts'

export const signIn = {
  'signIn.title': 'الدخول',
  'signIn.sentence': 'لمن تشارك منظّماتهم.',
  'signIn.sentence.then': 'ادخل لفتح هذه الصفحة، وستصل إليها بعد ذلك.',
  'signIn.passkey': 'بمفتاح مرور',
  'signIn.passkey.says': 'يطلب جهازك إصبعك أو وجهك أو رمزك. لا شيء يُحفظ، ولا شيء يُسرق.',
  'signIn.passkey.go': 'الدخول بمفتاح مرور',
  'signIn.passkey.failed': 'لم ينجح ذلك. ربّما أُغلقت النافذة أو طال الوقت، أو ليس في هذا الجهاز مفتاح مرور لهذه المنصّة. حاول من جديد، أو اطلب رابطًا.',
  'signIn.passkey.noScript': 'تحتاج مفاتيح المرور إلى JavaScript. وكلّ ما عداها هنا يعمل بدونه.',
  'signIn.mail': 'برابط في البريد',
  'signIn.mail.help': 'العنوان الذي دُعيت به.',
  'signIn.mail.send': 'أرسل إليّ رابطًا',
  'signIn.oidc': 'بحساب منظّمتك',
  'signIn.oidc.says': 'تنتقل إلى صفحة الدخول هناك ثم تعود.',
  'signIn.oidc.go': 'المتابعة عبر {name}',
  'signIn.oidc.name': 'الدخول الموحّد',
  'signIn.new': 'ليس لك حساب بعد؟',
  'signIn.new.says': 'تُفتح الحسابات بدعوة. اسأل من يدير منظّمتك هنا.',
  'signIn.new.contact': 'تُفتح الحسابات بدعوة. اسأل من يدير منظّمتك هنا، أو اكتب إلى {contact}.',

  'sent.title': 'انظر في بريدك',
  'sent.sentence': 'إن كان ذلك العنوان معروفًا هنا فالرابط في الطريق. وهو يعمل مرّة واحدة، مدّة 15 دقيقة.',
  'sent.noMail': 'لا شيء بعد دقائق؟ انظر في البريد غير المرغوب، وتأكّد أنه العنوان الذي دُعيت به.',
  'sent.again': 'اطلب رابطًا آخر',

  'signInMail.title': 'ضغطة أخرى',
  'signInMail.sentence': 'تفتح برامج البريد الروابط من تلقاء نفسها، ولذلك ينتظرك الرابط.',
  'signInMail.used.title': 'لم يعد هذا الرابط يعمل',
  'signInMail.used': 'يعمل الرابط مرّة واحدة، مدّة 15 دقيقة.',
} satisfies Same<typeof english>
