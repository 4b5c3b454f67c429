-- People: who signs in, with what, and what they may. All of it is kept: what somebody could do on a day can be told for ever.
--   OV020 who asks may not give, approve, end or close this, or sign this person in
--   OV021 it cannot be done to what is there: it has ended, or it is the last administrator's
create schema access authorization oversight_guard;
set local role oversight_guard;

-- A person. Entries name the id as who logged them. The name may be erased, the account closed; nothing else about it changes.
create table access.account (
    id text primary key check (id <> '' and id <> 'oversight' and id not like 'oidc:%'),
    name text check (name <> ''),
    created timestamptz not null default clock_timestamp(),
    created_by text not null,
    closed timestamptz,
    closed_by text,
    closed_why text,
    check (num_nulls(closed, closed_by, closed_why) in (0, 3))
);

-- A right that an account was given, until a last day or for good. bodies: those for which it acts besides those of the role.
create table access.grant (
    id uuid primary key,
    account text not null references access.account,
    role text not null check (role in ('national', 'region', 'lead', 'contributor', 'auditor', 'administrator')),
    region text check (region ~ '^Y[0-9]{2}$'),
    organisation text check (organisation ~ '^([A-Z0-9]{3}|[A-Z0-9]{5})$'),
    bodies text[] not null default '{}',
    until date,
    why text not null check (why <> ''),
    given timestamptz not null default clock_timestamp(),
    given_by text not null,
    needs_approval boolean not null default false,
    check ((role = 'region') = (region is not null)),
    check ((role in ('lead', 'contributor')) = (organisation is not null))
);

create index grant_account on access.grant (account);
create index grant_role on access.grant (role);

create table access.grant_approval (
    grant_id uuid primary key references access.grant,
    approved timestamptz not null default clock_timestamp(),
    approved_by text not null references access.account
);

create table access.grant_end (
    grant_id uuid primary key references access.grant,
    ended timestamptz not null default clock_timestamp(),
    ended_by text not null,
    why text not null check (why <> '')
);

-- What signs an account in, by its SHA-256: the secret itself is nowhere.
create table access.credential (
    id uuid primary key,
    hash bytea not null unique check (octet_length(hash) = 32),
    account text not null references access.account,
    kind text not null check (kind in ('token', 'session', 'link', 'device')),
    name text not null,
    scope text not null check (scope in ('read-and-decide', 'read')),
    made timestamptz not null default clock_timestamp(),
    made_by text not null,
    expires timestamptz,
    used timestamptz check (used is null or kind = 'link'),
    last_used timestamptz,
    revoked timestamptz,
    revoked_by text,
    check ((revoked is null) = (revoked_by is null))
);

create index credential_account on access.credential (account, made);

-- A device that asks to be signed in (RFC 8628): somebody who is signed in types its user code, and it gets a token, once.
create table access.device_code (
    hash bytea primary key check (octet_length(hash) = 32),
    user_code text not null unique check (user_code ~ '^[A-Z]{8}$'),
    name text not null,
    scope text not null check (scope in ('read-and-decide', 'read')),
    asked timestamptz not null default clock_timestamp(),
    expires timestamptz not null,
    wait interval not null default '5 seconds',
    polled timestamptz,
    account text references access.account,
    answered timestamptz,
    credential uuid references access.credential
);

-- The rights in force now, by the database's clock.
create view access.grant_in_force as
    select g.id, g.account, g.role, g.region, g.organisation, g.bodies, g.until
    from access.grant g
    join access.account a on a.id = g.account
    where a.closed is null
        and (g.until is null or g.until >= (clock_timestamp() at time zone 'Europe/London')::date)
        and (not g.needs_approval or exists (select from access.grant_approval p where p.grant_id = g.id))
        and not exists (select from access.grant_end e where e.grant_id = g.id);

-- What earlier versions kept: whose tokens all were revoked is closed. The first who could do everything is whose start made the record:
-- that account looks after the others, and its token is the one in the data folder, which does not expire.
insert into access.account (id, name, created, created_by, closed, closed_by, closed_why)
select subject, (array_agg(name order by created))[1], min(created), 'oversight',
    case when bool_and(revoked is not null) then max(revoked) end,
    case when bool_and(revoked is not null) then 'oversight' end,
    case when bool_and(revoked is not null) then 'The tokens were revoked in an earlier version.' end
from ledger.access
group by subject;

insert into access.grant (id, account, role, organisation, why, given, given_by)
select gen_random_uuid(), subject, case when organisation is null then 'national' else 'lead' end, organisation,
    'Held in an earlier version.', min(created), 'oversight'
from ledger.access
where revoked is null or subject in (select id from access.account where closed is not null)
group by subject, organisation;

insert into access.credential (id, hash, account, kind, name, scope, made, made_by, expires, revoked, revoked_by)
select gen_random_uuid(), token_hash, subject, 'token', 'of an earlier version', 'read-and-decide', created, 'oversight',
    clock_timestamp() + interval '90 days', revoked, case when revoked is not null then 'oversight' end
from ledger.access;

with first as (
    select token_hash, subject from ledger.access where revoked is null and organisation is null order by created, token_hash limit 1
), kept as (
    update access.credential c set name = 'this computer''s command line', expires = null from first where c.hash = first.token_hash
)
insert into access.grant (id, account, role, why, given_by)
select gen_random_uuid(), subject, 'administrator', 'The account whose start made the record.', 'oversight' from first;

drop table ledger.access;

-- Who decides about people does so one after another: two at once could each rely on the other.
create function access.begin_deciding() returns void language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        raise exception using
            errcode = 'OV003',
            message = format('Deciding about people under isolation level %s is refused: another who decides meanwhile could not be seen',
                current_setting('transaction_isolation')),
            hint = 'Use READ COMMITTED.';
    end if;
    perform pg_advisory_xact_lock(5716828534140654419);
end
$$;

create function access.is_administrator(who text) returns boolean language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from access.grant_in_force where account = who and role = 'administrator')
$$;

-- The program itself: a first start, and what it carries over. A provider of identities (oidc:…) gives what its claims say, and ends that.
create function access.must_administer(who text, what text, may_provider boolean default false) returns void language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if who is distinct from 'oversight'
        and not (may_provider and who like 'oidc:%')
        and not access.is_administrator(who)
    then
        raise exception using
            errcode = 'OV020',
            message = format('Only an administrator %s; %s is none', what, who),
            hint = 'Ask an administrator.';
    end if;
end
$$;

-- Whether an administrator is not alone. Whoever took another's place away a week ago or less is not: that would be the way round.
create function access.is_not_alone(who text) returns boolean language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from access.grant_in_force where account <> who and role = 'administrator')
        or exists (
            select from access.grant g
            left join access.grant_end e on e.grant_id = g.id
            join access.account a on a.id = g.account
            where g.role = 'administrator' and g.account <> who
                and (not g.needs_approval or exists (select from access.grant_approval p where p.grant_id = g.id))
                and (e.ended_by = who and e.ended > clock_timestamp() - interval '7 days'
                    or a.closed_by = who and a.closed > clock_timestamp() - interval '7 days'))
$$;

-- Whether one has made what signs the other in, and so could have signed in as them.
create function access.has_signed_in(maker text, who text) returns boolean language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from access.credential where account = who and made_by = maker and kind in ('link', 'token'))
$$;

create function access.must_be_open(account_id text) returns void language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from access.account where id = account_id and closed is not null) then
        raise exception using
            errcode = 'OV021',
            message = format('The account %s is closed', account_id),
            hint = 'A closed account stays closed: make another one.';
    end if;
end
$$;

create function access.must_leave_an_administrator(account_id text, grant_ids uuid[]) returns void language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (
            select from access.grant_in_force
            where role = 'administrator' and account = account_id and (grant_ids is null or id = any(grant_ids)))
        and not exists (
            select from access.grant_in_force
            where role = 'administrator' and not (account = account_id and (grant_ids is null or id = any(grant_ids))))
    then
        raise exception using
            errcode = 'OV021',
            message = format('%s is the last administrator', account_id),
            hint = 'Let somebody else be an administrator first.';
    end if;
end
$$;

create function access.add_account() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform access.begin_deciding();
    perform access.must_administer(new.created_by, 'adds people', may_provider => true);
    if new.id !~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
        raise exception using errcode = 'check_violation', message = format('"%s" is no id of an account', new.id);
    end if;
    new.created := clock_timestamp();
    return new;
end
$$;

create function access.change_account() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if (new.id, new.created, new.created_by) is distinct from (old.id, old.created, old.created_by)
        or new.name is distinct from old.name and new.name is not null
        or old.closed is not null
            and (new.closed, new.closed_by, new.closed_why) is distinct from (old.closed, old.closed_by, old.closed_why)
    then
        raise exception using
            errcode = 'OV001',
            message = format('UPDATE of account %s is refused: its name can be erased, and it can be closed, once', old.id),
            hint = 'Close the account and make another one.';
    end if;
    if old.closed is null and new.closed is not null then
        perform access.begin_deciding();
        perform access.must_administer(new.closed_by, 'closes accounts', may_provider => new.closed_by = new.created_by);
        perform access.must_leave_an_administrator(new.id, null);
        new.closed := clock_timestamp();
        update access.credential set revoked = new.closed, revoked_by = new.closed_by where account = new.id and revoked is null;
        update ledger.calendar_feed set revoked_at = new.closed where made_by = new.id and revoked_at is null;
        update ledger.webhook set removed_at = new.closed where made_by = new.id and removed_at is null;
    end if;
    return new;
end
$$;

create function access.give() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform access.begin_deciding();
    perform access.must_administer(new.given_by, 'gives rights', may_provider => true);
    perform access.must_be_open(new.account);
    new.given := clock_timestamp();
    -- Who could use the right himself, or make somebody who approves what he does, is not alone to give it.
    new.needs_approval := access.is_administrator(new.given_by)
        and (new.account = new.given_by or new.role = 'administrator' or access.has_signed_in(new.given_by, new.account))
        and access.is_not_alone(new.given_by);
    return new;
end
$$;

create function access.approve() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    given record;
begin
    perform access.begin_deciding();
    select * from access.grant where id = new.grant_id into given;
    if not found then
        return new;  -- The foreign key refuses it.
    end if;
    if not access.is_administrator(new.approved_by) then
        raise exception using
            errcode = 'OV020',
            message = format('Only an administrator approves rights; %s is none', new.approved_by),
            hint = 'Ask an administrator.';
    end if;
    if new.approved_by in (given.account, given.given_by) then
        raise exception using
            errcode = 'OV020',
            message = 'Who gave a right, or receives it, does not approve it',
            hint = 'Ask another administrator.';
    end if;
    -- An approver whom the giver has signed in may be nobody else. Where all others are such, one of them has to do.
    if access.has_signed_in(given.given_by, new.approved_by)
        and exists (
            select from access.grant_in_force o
            where o.role = 'administrator' and o.account not in (given.account, given.given_by)
                and not access.has_signed_in(given.given_by, o.account))
    then
        raise exception using
            errcode = 'OV020',
            message = 'Who was signed in by the giver of a right does not approve it while another administrator can',
            hint = 'Ask another administrator.';
    end if;
    perform access.must_be_open(given.account);
    if not given.needs_approval
        or exists (select from access.grant_end where grant_id = given.id)
        or exists (select from access.grant_approval where grant_id = given.id)
    then
        raise exception using
            errcode = 'OV021',
            message = 'The right does not wait for approval',
            hint = 'Look at what waits, and approve that.';
    end if;
    new.approved := clock_timestamp();
    return new;
end
$$;

create function access.end_grant() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    given record;
begin
    perform access.begin_deciding();
    select * from access.grant where id = new.grant_id into given;
    if not found then
        return new;  -- The foreign key refuses it.
    end if;
    perform access.must_administer(new.ended_by, 'ends rights', may_provider => new.ended_by = given.given_by);
    if exists (select from access.grant_end where grant_id = given.id) then
        raise exception using
            errcode = 'OV021',
            message = 'The right has ended already',
            hint = 'Nothing is left to do.';
    end if;
    if new.ended_by not like 'oidc:%' then
        perform access.must_leave_an_administrator(given.account, array[given.id]);
    end if;
    new.ended := clock_timestamp();
    return new;
end
$$;

create function access.add_credential() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    new.made := clock_timestamp();
    if new.made_by not in (new.account, 'oversight') then
        perform access.begin_deciding();
        perform access.must_administer(new.made_by, 'signs others in');
        if new.kind in ('session', 'device') then
            raise exception using
                errcode = 'OV020',
                message = 'Nobody opens a session for another',
                hint = 'Make a link, which signs them in once.';
        end if;
        if access.is_not_alone(new.made_by) and exists (select from access.grant_in_force where account = new.account) then
            raise exception using
                errcode = 'OV020',
                message = 'Who has rights already is not signed in by one administrator alone while there is another',
                hint = 'End their rights, make the link, and give them again: another administrator approves them.';
        end if;
    end if;
    perform access.must_be_open(new.account);
    if new.expires is null and (new.kind, new.made_by) is distinct from ('token', 'oversight')
        or new.expires > new.made + interval '366 days'
        or new.kind = 'link' and new.expires > new.made + interval '169 hours'
    then
        raise exception using errcode = 'check_violation', message = format('A %s does not sign in for that long', new.kind);
    end if;
    return new;
end
$$;

create function access.change_credential() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if (new.id, new.hash, new.account, new.kind, new.name, new.scope, new.made, new.made_by, new.expires)
            is distinct from (old.id, old.hash, old.account, old.kind, old.name, old.scope, old.made, old.made_by, old.expires)
        or old.used is not null and new.used is distinct from old.used
        or old.revoked is not null and (new.revoked, new.revoked_by) is distinct from (old.revoked, old.revoked_by)
        or new.last_used is distinct from old.last_used and new.last_used is null
    then
        raise exception using
            errcode = 'OV001',
            message = format('UPDATE of credential %s is refused: it is used and revoked once, and that stays', old.id),
            hint = 'Revoke it and make another one.';
    end if;
    if old.used is null and new.used is not null then
        new.used := clock_timestamp();
    end if;
    if old.revoked is null and new.revoked is not null then
        if new.revoked_by <> old.account then
            perform access.must_administer(new.revoked_by, 'revokes what signs others in',
                may_provider => new.revoked_by = (select created_by from access.account where id = old.account));
        end if;
        new.revoked := clock_timestamp();
    end if;
    if new.last_used is distinct from old.last_used then
        new.last_used := greatest(old.last_used, clock_timestamp());
    end if;
    return new;
end
$$;

create function access.change_device_code() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' then
        if old.expires > clock_timestamp() - interval '1 day' then
            raise exception using
                errcode = 'OV001',
                message = 'DELETE of a device code is refused: it has not ended a day ago',
                hint = 'Let it end.';
        end if;
        return old;
    end if;
    if (new.hash, new.user_code, new.name, new.scope, new.asked, new.expires)
            is distinct from (old.hash, old.user_code, old.name, old.scope, old.asked, old.expires)
        or old.answered is not null and (new.account, new.answered) is distinct from (old.account, old.answered)
        or old.credential is not null and new.credential is distinct from old.credential
        or new.credential is not null and new.account is null
    then
        raise exception using
            errcode = 'OV001',
            message = 'UPDATE of a device code is refused: it is answered once, and becomes a token once',
            hint = 'Let the device ask again.';
    end if;
    return new;
end
$$;

revoke execute on all functions in schema access from public;

create trigger add before insert on access.account for each row execute function access.add_account();
create trigger change before update on access.account for each row execute function access.change_account();
create trigger refuse_change before delete or truncate on access.account
    for each statement execute function ledger.refuse_change();
create trigger give before insert on access.grant for each row execute function access.give();
create trigger refuse_change before update or delete or truncate on access.grant
    for each statement execute function ledger.refuse_change();
create trigger approve before insert on access.grant_approval for each row execute function access.approve();
create trigger refuse_change before update or delete or truncate on access.grant_approval
    for each statement execute function ledger.refuse_change();
create trigger end_grant before insert on access.grant_end for each row execute function access.end_grant();
create trigger refuse_change before update or delete or truncate on access.grant_end
    for each statement execute function ledger.refuse_change();
create trigger add before insert on access.credential for each row execute function access.add_credential();
create trigger change before update on access.credential for each row execute function access.change_credential();
create trigger refuse_change before delete or truncate on access.credential
    for each statement execute function ledger.refuse_change();
create trigger change before update or delete on access.device_code
    for each row execute function access.change_device_code();
create trigger refuse_change before truncate on access.device_code
    for each statement execute function ledger.refuse_change();
alter table access.account enable always trigger add;
alter table access.account enable always trigger change;
alter table access.account enable always trigger refuse_change;
alter table access.grant enable always trigger give;
alter table access.grant enable always trigger refuse_change;
alter table access.grant_approval enable always trigger approve;
alter table access.grant_approval enable always trigger refuse_change;
alter table access.grant_end enable always trigger end_grant;
alter table access.grant_end enable always trigger refuse_change;
alter table access.credential enable always trigger add;
alter table access.credential enable always trigger change;
alter table access.credential enable always trigger refuse_change;
alter table access.device_code enable always trigger change;
alter table access.device_code enable always trigger refuse_change;

grant usage on schema access to oversight_program;
grant execute on function access.begin_deciding() to oversight_program;
grant select on all tables in schema access to oversight_program;
grant insert (id, name, created_by) on access.account to oversight_program;
grant update (name, closed, closed_by, closed_why) on access.account to oversight_program;
grant insert (id, account, role, region, organisation, bodies, until, why, given_by) on access.grant to oversight_program;
grant insert (grant_id, approved_by) on access.grant_approval to oversight_program;
grant insert (grant_id, ended_by, why) on access.grant_end to oversight_program;
grant insert (id, hash, account, kind, name, scope, made_by, expires) on access.credential to oversight_program;
grant update (used, last_used, revoked, revoked_by) on access.credential to oversight_program;
grant insert (hash, user_code, name, scope, expires) on access.device_code to oversight_program;
grant update (wait, polled, account, answered, credential) on access.device_code to oversight_program;
grant delete on access.device_code to oversight_program;

-- A feed or a webhook that was made with a token ends with it.
alter table ledger.calendar_feed add column made_with uuid references access.credential;
alter table ledger.webhook add column made_with uuid references access.credential;
grant insert (made_with) on ledger.calendar_feed to oversight_program;
grant insert (made_with) on ledger.webhook to oversight_program;

-- What guards the record guards this too: all of schema access, whatever comes to it later.
create or replace function ledger.protected_names() returns table (name text) language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select unnest(array[
        'oversight.mt_streams', 'oversight.mt_events', 'oversight.mt_events_sequence',
        'ledger.place', 'ledger.known_until', 'ledger.idempotency', 'ledger.person', 'ledger.migration', 'ledger.made_by',
        'ledger.document', 'ledger.document_part'])
    union all
    select format('access.%I', c.relname)
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'access' and c.relkind in ('r', 'v')
$$;

-- Functions and the schema itself; tables and what hangs on them are protected by their names.
create function ledger.guard_people() returns event_trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    touched text;
begin
    if tg_event = 'sql_drop' then
        select object_identity
        from pg_event_trigger_dropped_objects()
        where schema_name = 'access' or address_names[1] = 'access' or object_type = 'schema' and object_name = 'access'
        limit 1
        into touched;
    else
        select object_identity
        from pg_event_trigger_ddl_commands()
        where schema_name = 'access' and classid = 'pg_proc'::regclass or object_type = 'schema' and object_identity = 'access'
        limit 1
        into touched;
    end if;
    if found then
        perform ledger.refuse_ddl(tg_tag, touched);
    end if;
end
$$;
revoke execute on function ledger.guard_people() from public;

reset role;

create event trigger oversight_people_ddl on ddl_command_end execute function ledger.guard_people();
create event trigger oversight_people_drop on sql_drop execute function ledger.guard_people();
alter event trigger oversight_people_ddl enable always;
alter event trigger oversight_people_drop enable always;
