/** ما يُوقَّع قبل توقيعه: واحد حيثما يُوقَّع. */
import type { signing as english } from '../en/signing.ts'
import type { Same } from '../words.ts'

export const signing = {
  'sign.sentence': 'قل ما يُوقَّع، وانظر الكلمات بعينها، ثم وقّع بمفتاح من مفاتيح المنظّمة. لا شيء يُنشر قبل ذلك.',
  'sign.prepare': 'عرض الكلمات بعينها',
  'sign.again': 'تغيير ما يُوقَّع',
  'sign.ready.title': 'قبل التوقيع',
  'sign.ready.sentence': 'هذا ما توقّعه منظّمتك كلمة بكلمة. لم يُسلَّم شيء بعد.',
  'sign.says': 'بعبارة واضحة',
  'sign.who': 'من سيراه',
  'sign.who.says': 'الجميع وعلى الدوام: يدخل اليومية العامة، حيث يُضاف ولا يُسترجع شيء.',
  'sign.here': 'التوقيع في هذا المتصفّح',
  'sign.here.says': 'يُطلب مفتاح المرور مرّة أخرى لهذه الكلمات بعينها، ثم يوقّع المفتاح الذي في هذا المتصفّح.',
  'sign.here.key': 'المفتاح',
  'sign.here.go': 'التوقيع والتسليم',
  'sign.here.none': 'ليس في هذا المتصفّح مفتاح يجوز له توقيع هذا. أنشئ واحدًا في «مفاتيح التوقيع»، أو وقّع بملفّ مفتاح أدناه.',
  'sign.here.failed': 'لم ينجح ذلك. ربّما أُغلق أو طال الوقت. لم يُسلَّم شيء.',
  'sign.noScript': 'يحتاج التوقيع في المتصفّح إلى JavaScript. وبملفّ مفتاح يتمّ من دونها.',
  'sign.keys.none': 'ليس لمنظّمتك مفتاح توقيع نشط بعد. أنشئ واحدًا أولًا، ويؤكّده شخص ثانٍ.',
  'sign.file': 'التوقيع بملفّ مفتاح',
  'sign.file.says': 'نزّل البيان، ووقّعه بالأمر accord حيث ملفّ المفتاح، ثم سلّم المغلّف.',
  'sign.file.download': 'تنزيل البيان',
  'sign.file.line': 'حيث ملفّ المفتاح',
  'sign.file.upload': 'المغلّف',
  'sign.file.upload.help': 'الملفّ الذي كتبه accord. يُطلب له مفتاح المرور، وذلك يحتاج إلى JavaScript.',
  'sign.file.token': 'من دون JavaScript: سلّمه برمز وصول يقوم هنا مقام مفتاح المرور',
  'sign.file.paste': 'أو الصقه',
  'sign.file.go': 'تسليم',
  'sign.file.nothing': 'اختر المغلّف أو الصقه',
  'sign.until': 'هذه الكلمات صالحة حتى {at}، وبعد ذلك أعدّها من جديد.',
  'field.envelope': 'المغلّف',
} satisfies Same<typeof english>
