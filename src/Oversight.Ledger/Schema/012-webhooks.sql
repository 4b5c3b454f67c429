-- Webhooks: who is told, over HTTP, that an entry was recorded. Beside the record: nothing here is believed by anybody.
set local role oversight_guard;

-- The secret signs what is sent, so it is kept as it is. after_place: entries up to there were recorded before it was asked for.
create table ledger.webhook (
    id uuid primary key,
    url text not null check (url ~ '^https?://'),
    secret bytea not null check (octet_length(secret) between 24 and 64),
    made_by text not null,
    made_at timestamptz not null default clock_timestamp(),
    after_place bigint not null,
    removed_at timestamptz
);

-- The place of the last entry of a stream that a webhook has taken. What it was to be told of and has not taken lies after it.
create table ledger.webhook_delivery (
    webhook uuid not null references ledger.webhook (id),
    stream text not null,
    place bigint not null,
    delivered_at timestamptz not null default clock_timestamp(),
    primary key (webhook, stream)
);

-- A webhook is removed once, by the database's clock, and stays removed; nothing else about it changes.
create function ledger.remove_webhook() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if (new.id, new.url, new.secret, new.made_by, new.made_at, new.after_place)
        is distinct from (old.id, old.url, old.secret, old.made_by, old.made_at, old.after_place)
        or new.removed_at is null
    then
        raise exception using
            errcode = 'OV001',
            message = format('UPDATE of webhook %s is refused: a webhook can only be removed', old.id),
            hint = 'Remove the webhook and make another one.';
    end if;
    new.removed_at := coalesce(old.removed_at, clock_timestamp());
    return new;
end
$$;

revoke execute on function ledger.remove_webhook() from public;

create trigger remove_only before update on ledger.webhook
    for each row execute function ledger.remove_webhook();
create trigger refuse_change before delete or truncate on ledger.webhook
    for each statement execute function ledger.refuse_change();
alter table ledger.webhook enable always trigger remove_only;
alter table ledger.webhook enable always trigger refuse_change;

grant select on ledger.webhook to oversight_program;
grant insert (id, url, secret, made_by, after_place) on ledger.webhook to oversight_program;
grant update (removed_at) on ledger.webhook to oversight_program;
grant select on ledger.webhook_delivery to oversight_program;
grant insert (webhook, stream, place) on ledger.webhook_delivery to oversight_program;
grant update (place, delivered_at) on ledger.webhook_delivery to oversight_program;

reset role;
