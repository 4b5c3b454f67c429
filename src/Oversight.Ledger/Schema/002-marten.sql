-- Marten's event tables, as Marten 9.29 makes them with string stream identity and every metadata column on. Their names, types and
-- constraints are Marten's interface. Nothing is added to these tables but triggers: Marten's own migration drops what it does not know.
set local role oversight_owner;

create table oversight.mt_streams (
    id varchar not null,
    type varchar,
    version bigint,
    timestamp timestamptz not null default now(),
    created timestamptz not null default now(),
    tenant_id varchar default '*DEFAULT*',
    is_archived boolean default false,
    constraint pkey_mt_streams_id primary key (id)
);

create sequence oversight.mt_events_sequence;

create table oversight.mt_events (
    seq_id bigint not null,
    id uuid not null,
    stream_id varchar,
    version bigint not null,
    data jsonb not null,
    bdata bytea,
    type varchar(500) not null,
    timestamp timestamptz not null,
    tenant_id varchar default '*DEFAULT*',
    mt_dotnet_type varchar,
    correlation_id varchar,
    causation_id varchar,
    headers jsonb,
    user_name varchar,
    is_archived boolean default false,
    constraint pkey_mt_events_seq_id primary key (seq_id),
    constraint fkey_mt_events_stream_id foreign key (stream_id) references oversight.mt_streams (id) on delete cascade
);

create unique index pk_mt_events_stream_and_version on oversight.mt_events (stream_id, version);

alter sequence oversight.mt_events_sequence owned by oversight.mt_events.seq_id;

create table oversight.mt_event_progression (
    name varchar not null,
    last_seq_id bigint,
    last_updated timestamptz default transaction_timestamp(),
    constraint pk_mt_event_progression primary key (name)
);

create table oversight.mt_high_water_skips (
    ending_sequence bigint not null,
    starting_sequence bigint,
    timestamp timestamptz default transaction_timestamp(),
    constraint pkey_mt_high_water_skips_ending_sequence primary key (ending_sequence)
);

-- Setting the sequence back would make every append fail. setval is no DDL, so only a missing privilege stops it; the event trigger of
-- 005 refuses the GRANT that would give it back.
revoke update on sequence oversight.mt_events_sequence from oversight_owner;

grant usage on schema oversight to oversight_program, oversight_guard;
grant select, insert on oversight.mt_events to oversight_program;
grant select, insert, update (version, timestamp) on oversight.mt_streams to oversight_program;
grant usage, select on sequence oversight.mt_events_sequence to oversight_program;
grant select on oversight.mt_events, oversight.mt_streams to oversight_guard;

reset role;
