-- Notifications: what somebody was told, and what they choose to be told. No part of the record: it says that there is something to read, and
-- where, and nothing of it; what it says is looked up as its reader sees the record when it is shown.
set local role oversight_guard;

-- What an account chose of a topic; without a row it has what its rights bring. mail: whether it is told by e-mail too, and when.
create table access.notification_choice (
    account text not null references access.account,
    topic text not null check (topic in ('decisions', 'work', 'deadlines')),
    shown boolean not null,
    mail text not null check (mail in ('none', 'at-once', 'daily')),
    chosen timestamptz not null default clock_timestamp(),
    primary key (account, topic)
);

-- Where an account is written to, and the SHA-256 of the code that was sent there; nothing else goes there before that code came back.
create table access.mail_address (
    account text primary key references access.account,
    address text not null check (length(address) between 3 and 254),
    code bytea not null check (octet_length(code) = 32),
    asked timestamptz not null default clock_timestamp(),
    tries int not null default 0,
    confirmed timestamptz
);

-- key: what was told, so that nobody is told it twice: an entry, or a deadline at one of its steps. stream, entry: where it stands in the record.
-- shown: in the application. mail: how it is to be sent; null where it is not. mailed: when it was.
create table access.notification (
    id uuid primary key,
    account text not null references access.account,
    topic text not null check (topic in ('decisions', 'work', 'deadlines')),
    key text not null check (length(key) between 1 and 2000),
    stream text not null,
    entry uuid,
    deadline text,
    due date,
    step text check (step in ('30', '7', '1', 'overdue')),
    shown boolean not null,
    mail text check (mail in ('at-once', 'daily')),
    told timestamptz not null default clock_timestamp(),
    read timestamptz,
    mailed timestamptz,
    unique (account, key),
    check (num_nulls(deadline, due, step) in (0, 3) and (entry is null) <> (deadline is null))
);

create index notification_of on access.notification (account, told desc, id desc) where shown;
create index notification_unread on access.notification (account) where shown and read is null;
create index notification_unsent on access.notification (account) where mail is not null and mailed is null;

-- The days for which it has been arranged that everybody is told what the day brings, and those on which that was done.
create table access.notification_day (
    day date primary key,
    arranged timestamptz not null default clock_timestamp(),
    done timestamptz
);

-- What was told stays told: it is read once, and sent once.
create function access.keep_notification() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if (new.id, new.account, new.topic, new.key, new.stream, new.entry, new.deadline, new.due, new.step, new.shown, new.told)
        is distinct from (old.id, old.account, old.topic, old.key, old.stream, old.entry, old.deadline, old.due, old.step, old.shown, old.told)
    then
        raise exception using
            errcode = 'OV001',
            message = format('UPDATE of notification %s is refused: it can only be read and sent', old.id),
            hint = 'Leave it as it is.';
    end if;
    new.read := case when new.read is not null then coalesce(old.read, clock_timestamp()) end;
    new.mailed := case when new.mailed is not null then coalesce(old.mailed, clock_timestamp()) end;
    return new;
end
$$;

revoke execute on function access.keep_notification() from public;

create trigger keep before update on access.notification
    for each row execute function access.keep_notification();
create trigger refuse_change before delete or truncate on access.notification
    for each statement execute function ledger.refuse_change();
alter table access.notification enable always trigger keep;
alter table access.notification enable always trigger refuse_change;

grant select on access.notification_choice, access.mail_address, access.notification, access.notification_day to oversight_program;
grant insert (account, topic, shown, mail), update (shown, mail, chosen) on access.notification_choice to oversight_program;
-- An address is deleted by whose it is.
grant insert (account, address, code), update (address, code, asked, tries, confirmed), delete on access.mail_address to oversight_program;
grant insert (id, account, topic, key, stream, entry, deadline, due, step, shown, mail) on access.notification to oversight_program;
grant update (read, mail, mailed) on access.notification to oversight_program;
grant insert (day), update (done) on access.notification_day to oversight_program;

reset role;
