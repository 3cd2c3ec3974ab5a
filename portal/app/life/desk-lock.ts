/** Unlocked keys of a team's desk stay in this tab (sessionStorage); they go when it is locked and when the person signs out, on whatever page. */
export const KEPT = 'accord-desk:'

export function lockDesk(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEPT)) sessionStorage.removeItem(key)
}

export function bringLockAtSignOut(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[action="/sign-out"]')) form.addEventListener('submit', lockDesk)
}
