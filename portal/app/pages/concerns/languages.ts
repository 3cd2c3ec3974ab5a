/** Languages one may say to write in, by their BCP 47 tags; `und` for any other. Names come from the browser's own tables. */
export const WRITTEN = [
  'en', 'fr', 'es', 'ar', 'nl', 'am', 'bg', 'bn', 'cs', 'da', 'de', 'el', 'et', 'fa', 'fi', 'ha', 'he', 'hi', 'hr', 'hu', 'id', 'ig', 'it', 'ja', 'ko', 'lt', 'lv', 'mr', 'ms', 'nb', 'pa', 'pl', 'ps', 'pt', 'ro', 'ru',
  'sk', 'sl', 'sr', 'sv', 'sw', 'ta', 'te', 'th', 'tr', 'uk', 'ur', 'vi', 'yo', 'zh', 'zu', 'und',
] as const
