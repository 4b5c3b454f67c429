-- What the record says, as tables that anybody with the right may query: by day, and as believed at any place or instant. Beside the record:
-- answers never come from here. Marten's projection writes it, through the one function here; nothing in it is ever changed but the end of
-- known, and nothing is taken away but by making all of it again.
--   OV014 a report is not written: it has come elsewhere than whoever writes it thinks
create schema report authorization oversight_guard;
set local role oversight_guard;

comment on schema report is 'What the record says of each day, as believed at each place and instant: where valid @> day and known @> instant.';

-- How far each table has come.
create table report.state (
    table_name text primary key,
    place bigint not null,
    recorded timestamptz,
    written timestamptz
);
comment on table report.state is 'How far each table has come.';
comment on column report.state.table_name is 'The table.';
comment on column report.state.place is 'The place of the last entry that it has taken; -1 for none.';
comment on column report.state.recorded is 'When that entry was recorded.';
comment on column report.state.written is 'When it was taken.';

create table report.organisation (
    subject text not null,
    key text not null,
    valid daterange not null check (not isempty(valid)),
    known_places int8range not null check (not isempty(known_places) and not lower_inf(known_places)),
    known tstzrange not null check (not lower_inf(known)),
    organisation text not null,
    region text not null,
    system text not null,
    name text not null,
    organisation_kind text not null,
    existence text not null,
    established text not null,
    ended text,
    predecessors text[] not null,
    successors text[] not null,
    communicated_from date,
    rests_on uuid[] not null
);

create unique index organisation_once on report.organisation
    (subject, key, lower(valid), lower(known_places)) nulls not distinct;

create index organisation_as_at on report.organisation using gist (valid, known);

comment on table report.organisation is 'Organisations over time: name, kind, region, and whether they exist.';
comment on column report.organisation.subject is 'The stream of the record that it is about.';
comment on column report.organisation.key is 'Which of the things that the subject''s rows are about; empty where there is only one.';
comment on column report.organisation.valid is 'The days for which the row holds.';
comment on column report.organisation.known_places is 'The places of the record at which it was believed.';
comment on column report.organisation.known is 'The instants at which it was believed.';
comment on column report.organisation.organisation is 'Its code.';
comment on column report.organisation.region is 'The code of the region that oversees it.';
comment on column report.organisation.system is 'The code of the system that it belongs to: an ICB''s own; of others it is not stated.';
comment on column report.organisation.name is 'Its official name.';
comment on column report.organisation.organisation_kind is 'What it is.';
comment on column report.organisation.existence is 'Whether it exists: exists, not-yet, ended, uncertain.';
comment on column report.organisation.established is 'From when.';
comment on column report.organisation.ended is 'The first day on which its successors stand in its place; null when it has not ended.';
comment on column report.organisation.predecessors is 'The codes of those that it follows.';
comment on column report.organisation.successors is 'The codes of those that follow it.';
comment on column report.organisation.communicated_from is 'The day from which all that it rests on has been communicated to the organisations concerned (-infinity: public, or said by them); null where something has not been.';
comment on column report.organisation.rests_on is 'The ids of the entries that it rests on.';

create table report.segment_period (
    subject text not null,
    key text not null,
    valid daterange not null check (not isempty(valid)),
    known_places int8range not null check (not isempty(known_places) and not lower_inf(known_places)),
    known tstzrange not null check (not lower_inf(known)),
    organisation text not null,
    region text not null,
    state text not null,
    segment integer,
    label text,
    may_be integer[] not null,
    perhaps_none boolean not null,
    stated text[] not null,
    since text,
    framework_state text not null,
    framework text,
    rule text not null,
    communicated_from date,
    rests_on uuid[] not null
);

create unique index segment_period_once on report.segment_period
    (subject, key, lower(valid), lower(known_places)) nulls not distinct;

create index segment_period_as_at on report.segment_period using gist (valid, known);

comment on table report.segment_period is 'The segment of each organisation over time; uncertain and not known are values, not missing rows.';
comment on column report.segment_period.subject is 'The stream of the record that it is about.';
comment on column report.segment_period.key is 'Which of the things that the subject''s rows are about; empty where there is only one.';
comment on column report.segment_period.valid is 'The days for which the row holds.';
comment on column report.segment_period.known_places is 'The places of the record at which it was believed.';
comment on column report.segment_period.known is 'The instants at which it was believed.';
comment on column report.segment_period.organisation is 'Its code.';
comment on column report.segment_period.region is 'The code of the region that oversees it.';
comment on column report.segment_period.state is 'What can be said: certain, uncertain, not-segmented, not-known, last-published.';
comment on column report.segment_period.segment is 'The segment; null unless it is certain.';
comment on column report.segment_period.label is 'What the framework calls it; null when that is not known.';
comment on column report.segment_period.may_be is 'The segments that may hold, or were last published.';
comment on column report.segment_period.perhaps_none is 'Whether it is possible that none had taken effect yet.';
comment on column report.segment_period.stated is 'What is stated of it, in words, by place.';
comment on column report.segment_period.since is 'When the unbroken run of this segment began; null unless it is certain.';
comment on column report.segment_period.framework_state is 'Whether a framework version holds: none, in-force, lapsed, uncertain.';
comment on column report.segment_period.framework is 'The id of that version; null when none is known.';
comment on column report.segment_period.rule is 'The sentence of the rule by which the answer was found.';
comment on column report.segment_period.communicated_from is 'The day from which all that it rests on has been communicated to the organisations concerned (-infinity: public, or said by them); null where something has not been.';
comment on column report.segment_period.rests_on is 'The ids of the entries that it rests on.';

create table report.recovery_member_period (
    subject text not null,
    key text not null,
    valid daterange not null check (not isempty(valid)),
    known_places int8range not null check (not isempty(known_places) and not lower_inf(known_places)),
    known tstzrange not null check (not lower_inf(known)),
    engagement text not null,
    title text not null,
    engagement_state text not null,
    organisation text not null,
    region text,
    member text not null,
    joined text,
    left_on text,
    passed_on_to text[] not null,
    target_exit text not null,
    target_exit_moved integer not null,
    satisfied integer not null,
    remaining integer not null,
    framework text,
    rule text not null,
    communicated_from date,
    rests_on uuid[] not null
);

create unique index recovery_member_period_once on report.recovery_member_period
    (subject, key, lower(valid), lower(known_places)) nulls not distinct;

create index recovery_member_period_as_at on report.recovery_member_period using gist (valid, known);

comment on table report.recovery_member_period is 'Who is in Recovery Support over time, from when it may have joined.';
comment on column report.recovery_member_period.subject is 'The stream of the record that it is about.';
comment on column report.recovery_member_period.key is 'Which of the things that the subject''s rows are about; empty where there is only one.';
comment on column report.recovery_member_period.valid is 'The days for which the row holds.';
comment on column report.recovery_member_period.known_places is 'The places of the record at which it was believed.';
comment on column report.recovery_member_period.known is 'The instants at which it was believed.';
comment on column report.recovery_member_period.engagement is 'The engagement''s id.';
comment on column report.recovery_member_period.title is 'What people call it.';
comment on column report.recovery_member_period.engagement_state is 'Where it stands as a whole: not-begun, under-way, perhaps-under-way, in-transition, ended.';
comment on column report.recovery_member_period.organisation is 'The member''s code.';
comment on column report.recovery_member_period.region is 'The code of the region that oversees it; null when it is not registered.';
comment on column report.recovery_member_period.member is 'Whether it is a member: yes, no, uncertain.';
comment on column report.recovery_member_period.joined is 'From when, of its last time in the programme; null when not by the day.';
comment on column report.recovery_member_period.left_on is 'The first day without it; null when it has not left since.';
comment on column report.recovery_member_period.passed_on_to is 'The codes of the successors that took over what was open for it.';
comment on column report.recovery_member_period.target_exit is 'When it is meant to leave: a date, uncertain, or not-stated.';
comment on column report.recovery_member_period.target_exit_moved is 'How often that changed.';
comment on column report.recovery_member_period.satisfied is 'How many exit criteria that concern it are satisfied.';
comment on column report.recovery_member_period.remaining is 'How many are not.';
comment on column report.recovery_member_period.framework is 'The id of the oversight framework of the day; null when none is known.';
comment on column report.recovery_member_period.rule is 'The name of the rule by which membership is found.';
comment on column report.recovery_member_period.communicated_from is 'The day from which all that it rests on has been communicated to the organisations concerned (-infinity: public, or said by them); null where something has not been.';
comment on column report.recovery_member_period.rests_on is 'The ids of the entries that it rests on.';

create table report.criterion_period (
    subject text not null,
    key text not null,
    valid daterange not null check (not isempty(valid)),
    known_places int8range not null check (not isempty(known_places) and not lower_inf(known_places)),
    known tstzrange not null check (not lower_inf(known)),
    engagement text not null,
    organisation text not null,
    region text,
    purpose text not null,
    criterion text not null,
    theme text not null,
    wording text not null,
    due text,
    due_by date,
    rating_self text not null,
    rating_region text not null,
    rating_national text not null,
    ratings_differ text not null,
    of_another_wording boolean not null,
    met_since text,
    sustained_months integer,
    sustained_from date,
    satisfied boolean not null,
    framework text,
    rule text not null,
    communicated_from date,
    rests_on uuid[] not null
);

create unique index criterion_period_once on report.criterion_period
    (subject, key, lower(valid), lower(known_places)) nulls not distinct;

create index criterion_period_as_at on report.criterion_period using gist (valid, known);

comment on table report.criterion_period is 'Exit and transition criteria for each member over time: the wording in force, the three ratings, satisfied or not.';
comment on column report.criterion_period.subject is 'The stream of the record that it is about.';
comment on column report.criterion_period.key is 'Which of the things that the subject''s rows are about; empty where there is only one.';
comment on column report.criterion_period.valid is 'The days for which the row holds.';
comment on column report.criterion_period.known_places is 'The places of the record at which it was believed.';
comment on column report.criterion_period.known is 'The instants at which it was believed.';
comment on column report.criterion_period.engagement is 'The engagement''s id.';
comment on column report.criterion_period.organisation is 'The code of the member that it concerns.';
comment on column report.criterion_period.region is 'The code of the region that oversees it; null when it is not registered.';
comment on column report.criterion_period.purpose is 'What the criterion decides about: exit or transition.';
comment on column report.criterion_period.criterion is 'Its reference.';
comment on column report.criterion_period.theme is 'What it is about.';
comment on column report.criterion_period.wording is 'The wording in force.';
comment on column report.criterion_period.due is 'By when; null when no date was given.';
comment on column report.criterion_period.due_by is 'The latest day of that; null when it is unknown.';
comment on column report.criterion_period.rating_self is 'How the organisation rates itself: a rating, uncertain, or not-stated.';
comment on column report.criterion_period.rating_region is 'The region''s judgement: a judgement, uncertain, or not-stated.';
comment on column report.criterion_period.rating_national is 'The national judgement: a judgement, uncertain, or not-stated.';
comment on column report.criterion_period.ratings_differ is 'Whether two of them differ: yes, no, uncertain, not-stated.';
comment on column report.criterion_period.of_another_wording is 'Whether a rating is of another wording than the one in force: it satisfies nothing.';
comment on column report.criterion_period.met_since is 'Since when it is met without a break; null when that is not certain.';
comment on column report.criterion_period.sustained_months is 'For how many months it has to stay met; null when meeting it is enough.';
comment on column report.criterion_period.sustained_from is 'The day from which it has been met for long enough; null when that is not known.';
comment on column report.criterion_period.satisfied is 'Whether it is satisfied.';
comment on column report.criterion_period.framework is 'The id of the oversight framework of the day; null when none is known.';
comment on column report.criterion_period.rule is 'The name of the rule by which it is satisfied or not.';
comment on column report.criterion_period.communicated_from is 'The day from which all that it rests on has been communicated to the organisations concerned (-infinity: public, or said by them); null where something has not been.';
comment on column report.criterion_period.rests_on is 'The ids of the entries that it rests on.';

create table report.undertaking_period (
    subject text not null,
    key text not null,
    valid daterange not null check (not isempty(valid)),
    known_places int8range not null check (not isempty(known_places) and not lower_inf(known_places)),
    known tstzrange not null check (not lower_inf(known)),
    undertakings text not null,
    organisation text not null,
    region text,
    legal_basis text not null,
    item text not null,
    wording text not null,
    owner text,
    due text,
    or_else text[] not null,
    due_by date,
    open boolean not null,
    judgement text not null,
    discharged boolean not null,
    framework text,
    rule text not null,
    communicated_from date,
    rests_on uuid[] not null
);

create unique index undertaking_period_once on report.undertaking_period
    (subject, key, lower(valid), lower(known_places)) nulls not distinct;

create index undertaking_period_as_at on report.undertaking_period using gist (valid, known);

comment on table report.undertaking_period is 'Undertakings over time, from when they may have been accepted: wording and date as varied, open or not.';
comment on column report.undertaking_period.subject is 'The stream of the record that it is about.';
comment on column report.undertaking_period.key is 'Which of the things that the subject''s rows are about; empty where there is only one.';
comment on column report.undertaking_period.valid is 'The days for which the row holds.';
comment on column report.undertaking_period.known_places is 'The places of the record at which it was believed.';
comment on column report.undertaking_period.known is 'The instants at which it was believed.';
comment on column report.undertaking_period.undertakings is 'The id of the set.';
comment on column report.undertaking_period.organisation is 'The code of the organisation that gave them.';
comment on column report.undertaking_period.region is 'The code of the region that oversees it; null when it is not registered.';
comment on column report.undertaking_period.legal_basis is 'What they rest on in law.';
comment on column report.undertaking_period.item is 'The undertaking''s number.';
comment on column report.undertaking_period.wording is 'What is undertaken, as varied.';
comment on column report.undertaking_period.owner is 'Who has to bring it about; null when not stated.';
comment on column report.undertaking_period.due is 'By when, as varied; null when no date was given.';
comment on column report.undertaking_period.or_else is 'Other dates that may hold.';
comment on column report.undertaking_period.due_by is 'The latest day of due; null when it is unknown.';
comment on column report.undertaking_period.open is 'Whether something is still to be done.';
comment on column report.undertaking_period.judgement is 'How far it was complied with: a judgement, uncertain, or not-stated.';
comment on column report.undertaking_period.discharged is 'Whether it holds no longer, by a discharge.';
comment on column report.undertaking_period.framework is 'The id of the oversight framework of the day; null when none is known.';
comment on column report.undertaking_period.rule is 'The name of the rule by which it is due.';
comment on column report.undertaking_period.communicated_from is 'The day from which all that it rests on has been communicated to the organisations concerned (-infinity: public, or said by them); null where something has not been.';
comment on column report.undertaking_period.rests_on is 'The ids of the entries that it rests on.';

create table report.deadline (
    subject text not null,
    key text not null,
    valid daterange not null check (not isempty(valid)),
    known_places int8range not null check (not isempty(known_places) and not lower_inf(known_places)),
    known tstzrange not null check (not lower_inf(known)),
    uid text not null,
    deadline_kind text not null,
    organisations text[] not null,
    regions text[] not null,
    reference text not null,
    title text not null,
    due text not null,
    or_else text[] not null,
    due_by date,
    framework text,
    rule text not null,
    communicated_from date,
    rests_on uuid[] not null
);

create unique index deadline_once on report.deadline
    (subject, key, lower(valid), lower(known_places)) nulls not distinct;

create index deadline_as_at on report.deadline using gist (valid, known);

comment on table report.deadline is 'Everything with a date, for as long as it is not settled.';
comment on column report.deadline.subject is 'The stream of the record that it is about.';
comment on column report.deadline.key is 'Which of the things that the subject''s rows are about; empty where there is only one.';
comment on column report.deadline.valid is 'The days for which the row holds.';
comment on column report.deadline.known_places is 'The places of the record at which it was believed.';
comment on column report.deadline.known is 'The instants at which it was believed.';
comment on column report.deadline.uid is 'What it is known by, whatever its date; the calendar''s entries have the same.';
comment on column report.deadline.deadline_kind is 'What kind of thing it is.';
comment on column report.deadline.organisations is 'The codes of the organisations concerned.';
comment on column report.deadline.regions is 'The codes of the regions that oversee them.';
comment on column report.deadline.reference is 'What tells it from others of its kind in the stream; empty where there can be only one.';
comment on column report.deadline.title is 'What it is, in one line.';
comment on column report.deadline.due is 'When it is due; of several dates that may hold the one stated last.';
comment on column report.deadline.or_else is 'Other dates that may hold.';
comment on column report.deadline.due_by is 'The latest day of due, after which it is overdue; null when it is unknown.';
comment on column report.deadline.framework is 'The id of the oversight framework of the day; null when none is known.';
comment on column report.deadline.rule is 'The name of the rule that says so.';
comment on column report.deadline.communicated_from is 'The day from which all that it rests on has been communicated to the organisations concerned (-infinity: public, or said by them); null where something has not been.';
comment on column report.deadline.rests_on is 'The ids of the entries that it rests on.';

create table report.audit_history (
    subject text not null,
    key text not null,
    valid daterange not null check (not isempty(valid)),
    known_places int8range not null check (not isempty(known_places) and not lower_inf(known_places)),
    known tstzrange not null check (not lower_inf(known)),
    place bigint not null,
    entry uuid not null,
    version bigint not null,
    event_kind text not null,
    says text not null,
    organisations text[] not null,
    regions text[] not null,
    recorded timestamptz not null,
    effective text not null,
    effective_from date,
    effective_until date,
    decided text not null,
    decided_by text not null,
    origin text not null,
    standing text not null,
    changed_by uuid,
    old text,
    new text,
    findings text[] not null,
    communicated_from date,
    rests_on uuid[] not null
);

create unique index audit_history_once on report.audit_history
    (subject, key, lower(valid), lower(known_places)) nulls not distinct;

create index audit_history_as_at on report.audit_history using gist (valid, known);

comment on table report.audit_history is 'Every entry of the record and what became of it; no names of people.';
comment on column report.audit_history.subject is 'The stream of the record that it is about.';
comment on column report.audit_history.key is 'Which of the things that the subject''s rows are about; empty where there is only one.';
comment on column report.audit_history.valid is 'All days: an entry is in the history whatever the day.';
comment on column report.audit_history.known_places is 'The places of the record at which it was believed.';
comment on column report.audit_history.known is 'The instants at which it was believed.';
comment on column report.audit_history.place is 'Its place in the record.';
comment on column report.audit_history.entry is 'Its id.';
comment on column report.audit_history.version is 'Its number in its stream.';
comment on column report.audit_history.event_kind is 'Its stored name, such as segment_published.';
comment on column report.audit_history.says is 'What it says, in one line.';
comment on column report.audit_history.organisations is 'The codes of the organisations that its stream is about.';
comment on column report.audit_history.regions is 'The codes of the regions that oversee them.';
comment on column report.audit_history.recorded is 'When it was stored.';
comment on column report.audit_history.effective is 'When it takes effect, in the stored form.';
comment on column report.audit_history.effective_from is 'The first day of that; null when it is unknown.';
comment on column report.audit_history.effective_until is 'The last day of that; null when it is unknown.';
comment on column report.audit_history.decided is 'When it was decided, in the stored form.';
comment on column report.audit_history.decided_by is 'The body that decided.';
comment on column report.audit_history.origin is 'Whether it was logged when it was decided: live, or taken from elsewhere.';
comment on column report.audit_history.standing is 'What became of it: stands, corrected, retracted.';
comment on column report.audit_history.changed_by is 'The id of the correction in force, or of the retraction.';
comment on column report.audit_history.old is 'For a correction: what was believed before it.';
comment on column report.audit_history.new is 'For a correction: what it says instead.';
comment on column report.audit_history.findings is 'The names of the rules that it breaks.';
comment on column report.audit_history.communicated_from is 'The day from which all that it rests on has been communicated to the organisations concerned (-infinity: public, or said by them); null where something has not been.';
comment on column report.audit_history.rests_on is 'The ids of the entries that it rests on.';

insert into report.state (table_name, place)
select unnest(array['organisation', 'segment_period', 'recovery_member_period', 'criterion_period', 'undertaking_period', 'deadline', 'audit_history']), -1;

-- Takes what a page of entries changed: whoever writes says after which place, and of two who write the same only one can. In each table, what
-- is believed no longer ends, and what is believed instead begins.
create function report.take(change jsonb) returns void language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    taken integer;
    named text;
    changed jsonb;
begin
    update report.state set
        place = (change ->> 'place')::bigint,
        recorded = (change ->> 'recorded')::timestamptz,
        written = clock_timestamp()
    where place = (change ->> 'after')::bigint;
    get diagnostics taken = row_count;
    if taken <> (select count(*) from report.state) then
        raise exception using
            errcode = 'OV014',
            message = format('Report: entries after place %s are not taken, it has come to place %s',
                change ->> 'after', (select string_agg(distinct place::text, ', ') from report.state)),
            hint = 'Somebody else writes it. What is missing is taken from where it has come to.';
    end if;

    for named, changed in select * from jsonb_each(change -> 'tables') loop
        if named not in (select table_name from report.state) then
            raise exception using errcode = 'OV014', message = format('Report: there is no table %s', named);
        end if;
        execute format($update$
            update report.%I t set
                known_places = int8range(lower(t.known_places), e.place),
                known = tstzrange(lower(t.known), e.recorded)
            from jsonb_to_recordset($1) as e (subject text, key text, valid_from date, place bigint, recorded timestamptz)
            where t.subject = e.subject and t.key = e.key and lower(t.valid) is not distinct from e.valid_from
                and upper_inf(t.known_places)
            $update$, named)
        using changed -> 'ended';
        get diagnostics taken = row_count;
        if taken <> jsonb_array_length(changed -> 'ended') then
            raise exception using
                errcode = 'OV014',
                message = format('Report: %s of %s rows of %s that end were found',
                    taken, jsonb_array_length(changed -> 'ended'), named),
                hint = 'The table does not hold what the record says: run oversight report rebuild.';
        end if;
        execute format('insert into report.%I select * from jsonb_populate_recordset(null::report.%1$I, $1)', named)
        using changed -> 'begun';
    end loop;
end
$$;

-- Begins it all again, in the caller's transaction: until that commits, everybody else goes on reading what there was, and nobody writes.
create function report.begin_again() returns bigint language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    named text;
    come_to bigint;
begin
    perform from report.state for update;
    select max(place) from report.state into come_to;
    for named in select table_name from report.state loop
        execute format('delete from report.%I', named);
    end loop;
    update report.state set place = -1, recorded = null, written = null;
    return come_to;
end
$$;

revoke execute on function report.take(jsonb) from public;
revoke execute on function report.begin_again() from public;
grant usage on schema report to oversight_program;
grant select on all tables in schema report to oversight_program;
grant execute on function report.take(jsonb) to oversight_program;
grant execute on function report.begin_again() to oversight_program;

reset role;
