-- What an entry redacts is gone with the transaction that records the entry, whoever writes it: the names and salts behind the ids that the entry
-- has, and what is kept of these names beside the record, in forms that are not logged yet and in what readers asked for. That a name was there
-- stays: its id, and by which entry it was redacted. No name is deleted otherwise.
--   OV010 a name that was redacted does not come back (as a document that was disposed of does not)
--   OV018 an entry that redacts a name holds it itself
set local role oversight_guard;

create table ledger.person_redaction (
    person text primary key check (person ~ '^person:[0-9a-f]{64}$'),
    entry uuid not null,
    redacted timestamptz not null default clock_timestamp()
);

create index person_redaction_entry on ledger.person_redaction (entry);

grant select on ledger.person_redaction to oversight_program;
revoke delete on ledger.person from oversight_program;

-- PostgreSQL's own statistics hold samples of what columns hold, and outlive the rows; and a row that was deleted lies in the table's file until the
-- table is vacuumed. Both for the parts of documents too, which are disposed of.
alter table ledger.person alter column name set statistics 0;
alter table ledger.person alter column salt set statistics 0;
alter table ledger.document_part alter column content set statistics 0;
alter table access.form_draft alter column fields set statistics 0;
alter table access.reading alter column address set statistics 0;
alter table access.account alter column name set statistics 0;
alter table access.mail_address alter column address set statistics 0;
alter table ledger.person set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
alter table ledger.document_part set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
alter table access.form_draft set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
alter table access.reading set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

-- A text's words in small letters, each between spaces. Empty but for spaces where the database's locale knows none of its letters.
create function ledger.words_in(said text) returns text language sql immutable parallel safe
return ' ' || btrim(regexp_replace(lower(normalize(said, NFC)), '[^[:alnum:]]+', ' ', 'g')) || ' ';

-- Whether a text says a name, whatever its letter case and punctuation.
create function ledger.says_name(said text, name text) returns boolean language sql immutable parallel safe
return case btrim(ledger.words_in(name))
    when '' then strpos(normalize(said, NFC), normalize(name, NFC)) > 0
    else strpos(ledger.words_in(said), ledger.words_in(name)) > 0
end;

-- An address without its percent-encoding; as it is where that is no UTF-8.
create function ledger.address_in_words(address text) returns text language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select convert_from(
            string_agg(
                case when part[1] ~ '^%[0-9A-Fa-f]{2}$' then decode(substr(part[1], 2), 'hex')
                    else convert_to(replace(part[1], '+', ' '), 'UTF8') end,
                '' order by number),
            'UTF8')
        from regexp_matches(address, '%[0-9A-Fa-f]{2}|[^%]+|%', 'g') with ordinality found (part, number));
exception
    when character_not_in_repertoire or untranslatable_character then return address;
end
$$;

-- A text that says a name without it; nothing where it said nothing else.
create function ledger.without_name(said text, name text) returns text language sql immutable parallel safe
return case
    when not ledger.says_name(said, name) then said
    when ledger.words_in(said) = ledger.words_in(name) then ''
    when ledger.says_name(replace(said, name, '(name redacted)'), name) then '(it said a name that was redacted)'
    else replace(said, name, '(name redacted)')
end;

create function ledger.refuse_unless_redacted() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_level = 'STATEMENT' or not exists (select from ledger.person_redaction r where r.person = old.id) then
        raise exception using
            errcode = 'OV001',
            message = 'DELETE on ledger.person is refused: no entry redacts the name',
            hint = 'Record its redaction, which takes it away: oversight redact person.';
    end if;
    return old;
end
$$;

-- Its salt and name may lie in a backup, or on a slip of paper.
create function ledger.refuse_redacted_person() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    by_entry uuid;
begin
    select r.entry from ledger.person_redaction r where r.person = new.id into by_entry;
    if by_entry is not null then
        raise exception using
            errcode = 'OV010',
            message = format('The name behind %s is refused: it was redacted by entry %s', new.id, by_entry),
            hint = 'It is not kept again.';
    end if;
    return new;
end
$$;

-- As it was recorded, whatever a correction says of it since.
create function ledger.admit_redaction() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    new.redacted := clock_timestamp();
    if not exists (
        select from oversight.mt_events e
        where e.id = new.entry and e.type = 'person_redacted' and e.data -> 'names' ? new.person)
    then
        raise exception using
            errcode = 'OV001',
            message = format('The name behind %s is not redacted: entry %s does not say so', new.person, new.entry),
            hint = 'Record its redaction, which takes it away: oversight redact person.';
    end if;
    return new;
end
$$;

-- An entry redacts names: in its own transaction, after it has its place.
create function ledger.redact_people() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    redacted text;
    word text;
begin
    for redacted in
        select distinct p.name from ledger.person p where p.id in (select jsonb_array_elements_text(new.data -> 'names'))
    loop
        if exists (
            select from jsonb_path_query(new.data #- '{decision,decidedBy,body}', 'strict $.** ? (@.type() == "string")') said
            where ledger.says_name(said #>> '{}', redacted))
        then
            raise exception using
                errcode = 'OV018',
                message = format('Entry %s is refused: it holds the name that it redacts', new.id),
                hint = 'Say it without the name: what an entry says stays for ever.';
        end if;

        update access.form_draft d
        set fields = (
            select coalesce(jsonb_object_agg(f.key, (
                select coalesce(jsonb_agg(ledger.without_name(v.value, redacted) order by v.number), '[]')
                from jsonb_array_elements_text(f.value) with ordinality v (value, number))), '{}')
            from jsonb_each(d.fields) f)
        where exists (
            select from jsonb_each(d.fields) f, jsonb_array_elements_text(f.value) v (said) where ledger.says_name(v.said, redacted));

        -- A name of one word may be a word of any address, such as api: there it stays.
        continue when strpos(btrim(ledger.words_in(redacted)), ' ') = 0;

        -- What was asked is kept with its percent-encoding: only what has the longest word of the name in it is looked at, where a word shows in either.
        word := (
            select m.run[1] from regexp_matches(normalize(redacted, NFC), '[A-Za-z0-9]{2,}', 'g') m (run) order by length(m.run[1]) desc limit 1);
        update access.reading r
        set address = left(
            case
                -- A command is kept as it was typed, where a question mark is one.
                when r.face <> 'command line' and strpos(r.address, '?') > 0
                    and not ledger.says_name(ledger.address_in_words(split_part(r.address, '?', 1)), redacted)
                    then split_part(r.address, '?', 1) || '?(it asked for a name that was redacted)'
                else coalesce(nullif(ledger.without_name(ledger.address_in_words(r.address), redacted), ''), '(it asked for a name that was redacted)')
            end, 8192)
        where (word is null or r.address ilike '%' || word || '%')
            and ledger.says_name(ledger.address_in_words(r.address), redacted);
    end loop;

    insert into ledger.person_redaction (person, entry)
    select distinct id, new.id from jsonb_array_elements_text(new.data -> 'names') id
    on conflict do nothing;
    delete from ledger.person p where p.id in (select jsonb_array_elements_text(new.data -> 'names'));
    return null;
end
$$;

-- Of a reading only the name goes that somebody asked for, and only by its redaction.
create function access.keep_reading() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if pg_trigger_depth() < 2
        or (new.id, new.at, new.answered, new.reader, new.credential, new.face, new.place, new.subjects, new.entries)
            is distinct from (old.id, old.at, old.answered, old.reader, old.credential, old.face, old.place, old.subjects, old.entries)
    then
        raise exception using
            errcode = 'OV001',
            message = format('UPDATE of reading %s is refused: who read what stays', old.id),
            hint = 'Leave it as it is.';
    end if;
    return new;
end
$$;

revoke execute on function ledger.words_in(text), ledger.says_name(text, text), ledger.address_in_words(text), ledger.without_name(text, text),
    ledger.refuse_unless_redacted(), ledger.refuse_redacted_person(), ledger.admit_redaction(), ledger.redact_people(), access.keep_reading()
    from public;

drop trigger refuse_change on ledger.person;
create trigger refuse_change before update or truncate on ledger.person
    for each statement execute function ledger.refuse_change();
create trigger refuse_delete before delete on ledger.person
    for each statement when (pg_trigger_depth() = 0) execute function ledger.refuse_unless_redacted();
create trigger refuse_unless_redacted before delete on ledger.person
    for each row execute function ledger.refuse_unless_redacted();
create trigger refuse_redacted before insert on ledger.person
    for each row execute function ledger.refuse_redacted_person();
alter table ledger.person enable always trigger refuse_change;
alter table ledger.person enable always trigger refuse_delete;
alter table ledger.person enable always trigger refuse_unless_redacted;
alter table ledger.person enable always trigger refuse_redacted;

create trigger admit before insert on ledger.person_redaction
    for each row execute function ledger.admit_redaction();
create trigger refuse_change before update or delete or truncate on ledger.person_redaction
    for each statement execute function ledger.refuse_change();
alter table ledger.person_redaction enable always trigger admit;
alter table ledger.person_redaction enable always trigger refuse_change;

drop trigger refuse_change on access.reading;
create trigger refuse_change before delete or truncate on access.reading
    for each statement execute function ledger.refuse_change();
create trigger refuse_update before update on access.reading
    for each statement when (pg_trigger_depth() = 0) execute function ledger.refuse_change();
create trigger keep before update on access.reading
    for each row execute function access.keep_reading();
alter table access.reading enable always trigger refuse_change;
alter table access.reading enable always trigger refuse_update;
alter table access.reading enable always trigger keep;

-- As in 024, and new: all of schema ledger, whatever comes to it later.
create or replace function ledger.protected_names() returns table (name text) language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select unnest(array[
        'oversight.mt_streams', 'oversight.mt_events', 'oversight.mt_events_sequence',
        'ledger.place', 'ledger.known_until', 'ledger.idempotency', 'ledger.person', 'ledger.person_redaction', 'ledger.migration',
        'ledger.made_by', 'ledger.document', 'ledger.document_part', 'ledger.document_disposal'])
    union
    select format('%I.%I', n.nspname, c.relname)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('access', 'ledger') and c.relkind in ('r', 'v')
$$;

reset role;

-- Made by the superuser, as the other triggers of that table.
create trigger oversight_6_redact after insert on oversight.mt_events
    for each row when (new.type = 'person_redacted') execute function ledger.redact_people();
alter table oversight.mt_events enable always trigger oversight_6_redact;

-- What was sampled before.
delete from pg_catalog.pg_statistic s
where (s.starelid, s.staattnum) in (
    select a.attrelid, a.attnum
    from pg_catalog.pg_attribute a
    where (a.attrelid, a.attname) in (
        ('ledger.person'::regclass, 'name'), ('ledger.person'::regclass, 'salt'), ('ledger.document_part'::regclass, 'content'),
        ('access.form_draft'::regclass, 'fields'), ('access.reading'::regclass, 'address'), ('access.account'::regclass, 'name'),
        ('access.mail_address'::regclass, 'address')));
