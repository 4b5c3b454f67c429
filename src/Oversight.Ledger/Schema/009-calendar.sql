-- Calendar feeds. Their address holds a secret of which only the SHA-256 is here: whoever has the address reads the feed until it is revoked.
set local role oversight_guard;

create table ledger.calendar_feed (
    id uuid primary key,
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    scope text not null check (scope ~ '^(region|organisation):[A-Z0-9]{3,5}$'),
    made_by text not null,
    made_at timestamptz not null default clock_timestamp(),
    revoked_at timestamptz
);

create index calendar_feed_made_by on ledger.calendar_feed (made_by, made_at);

-- A feed is revoked once, by the database's clock, and stays revoked; nothing else about it changes.
create function ledger.revoke_calendar_feed() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if (new.id, new.token_hash, new.scope, new.made_by, new.made_at)
        is distinct from (old.id, old.token_hash, old.scope, old.made_by, old.made_at)
        or new.revoked_at is null
    then
        raise exception using
            errcode = 'OV001',
            message = format('UPDATE of calendar feed %s is refused: a feed can only be revoked', old.id),
            hint = 'Revoke the feed and make another one.';
    end if;
    new.revoked_at := coalesce(old.revoked_at, clock_timestamp());
    return new;
end
$$;

revoke execute on function ledger.revoke_calendar_feed() from public;

create trigger revoke_only before update on ledger.calendar_feed
    for each row execute function ledger.revoke_calendar_feed();
create trigger refuse_change before delete or truncate on ledger.calendar_feed
    for each statement execute function ledger.refuse_change();
alter table ledger.calendar_feed enable always trigger revoke_only;
alter table ledger.calendar_feed enable always trigger refuse_change;

grant select on ledger.calendar_feed to oversight_program;
grant insert (id, token_hash, scope, made_by) on ledger.calendar_feed to oversight_program;
grant update (revoked_at) on ledger.calendar_feed to oversight_program;

reset role;
