-- Reminders that somebody of the secretariat asked for. Times are microseconds since 1970.
create table reminders_reminder (
  id text primary key,
  about text not null,
  -- Who was waited for: JSON.
  names text not null,
  person text not null,
  asked_at bigint not null,
  send_at bigint not null,
  state text not null check (state in ('held', 'sent', 'taken-back', 'not-needed')),
  ended_at bigint
);
create index reminders_reminder_about on reminders_reminder (about, asked_at);
create index reminders_reminder_asked on reminders_reminder (asked_at);
