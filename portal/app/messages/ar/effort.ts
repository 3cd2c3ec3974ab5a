/** العربية: جهد بدل الألغاز، في النماذج التي لا تحتاج إلى حساب. */
import type { effort as english } from '../en/effort.ts'
import type { Same } from '../words.ts'

export const effort = {
  'effort.help': 'لا ألغاز: عند الإرسال يعمل جهازك لحظة. لا يكلّفك ذلك شيئًا، ويجعل إغراقنا بالنماذج مكلفًا.',
  'effort.plain': 'لا ألغاز: خذ نصف دقيقة على الأقل قبل الإرسال. فهذا يمنع إغراقنا بالنماذج.',
  'effort.working': 'يعمل جهازك لحظة، ثم يُرسَل النموذج.',
  'effort.stopped': 'توقّف. لم يُرسَل شيء، وما كتبته ما زال هنا.',
  'effort.trouble': 'لم ينجح ذلك. ما كتبته ما زال هنا: أرسله مرة أخرى.',
  'effort.stop': 'إيقاف',
  'effort.progress': 'مدى التقدّم',
  'field.effort': 'هذا النموذج',
  'refusal.door.effort-unknown': 'لم يُفتح هذا النموذج هنا، أو فُتح منذ وقت طويل. أعد إرساله كما هو.',
  'refusal.door.effort-expired': 'بقي هذا النموذج مفتوحًا أكثر من ساعتين. أعد إرساله كما هو.',
  'refusal.door.effort-wrong': 'عمل جهازك لا يطابق هذا النموذج. أعد إرساله كما هو.',
  'refusal.door.effort-early': 'من دون برنامج نصي يُقبل هذا النموذج بعد نصف دقيقة من فتحه. انتظر قليلًا ثم أعد إرساله.',
  'refusal.door.effort-pace': 'أُرسلت نماذج كثيرة من دون برنامج نصي خلال الساعة الماضية. حاول لاحقًا، أو بمتصفح يشغّل البرامج النصية.',
  'refusal.door.effort-used': 'أُرسل هذا النموذج من قبل، ووصل ما فيه.',
} as const satisfies Same<typeof english>
