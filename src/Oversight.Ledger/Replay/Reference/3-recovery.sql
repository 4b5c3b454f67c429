-- Engagements: whoever was ever a member, the criteria as they were worded, and which of them a judgement is about.

-- Whoever was ever a member: named by the entry by which an engagement began, joined later, or took over the membership of a body that ended.
-- Who came in by itself owes what is asked of it; who took over, what was owed by the other.
create temp view reference_member as
    select e.stream, m.organisation, m.organisation || ' in ' || e.stream as topic, bool_or(m.by_itself) as by_itself
    from reference_first e
    cross join lateral (
        select jsonb_array_elements_text(e.content -> 'members'), true
        union all
        select b.content ->> 'organisation', true
        from reference_believed b
        where b.stream = e.stream and b.type = 'recovery_member_joined'
        union all
        select i.item ->> 'successor', false
        from reference_believed b
        cross join lateral jsonb_array_elements(b.content -> 'items') i (item)
        where b.stream = e.stream and b.type = 'open_items_disposed'
            and i.item ->> 'what' = 'membership' and i.item ->> 'successor' is not null
    ) m (organisation, by_itself)
    where e.type = 'recovery_entered'
    group by e.stream, m.organisation;

-- Of the entries about a membership, those that begin it.
create function pg_temp.begins_membership(type text, content jsonb, organisation text) returns boolean language sql immutable as $$
    select type in ('recovery_entered', 'recovery_member_joined')
        or type = 'open_items_disposed' and content ->> 'ended' <> organisation
$$;

-- Whether an entry states when a member is to leave.
create function pg_temp.states_target(type text, content jsonb, member text) returns boolean language sql immutable as $$
    select coalesce(
        case type
            when 'recovery_entered' then content ->> 'targetExit' is not null
            when 'target_exit_revised' then coalesce(content ->> 'member', member) = member
        end,
        false)
$$;

-- Each criterion of each set, with what two wordings of it have to share for a judgement of the one to count for the other.
create temp view reference_criterion as
    select b.place, b.id, b.stream, c.criterion, c.n, c.criterion ->> 'reference' as reference,
        jsonb_build_array(
            c.criterion ->> 'wording', c.criterion ->> 'measure', c.criterion ->> 'threshold',
            c.criterion ->> 'sustainedMonths')::text as matter
    from reference_believed b
    cross join jsonb_array_elements(b.content -> 'criteria') with ordinality c (criterion, n)
    where b.type in ('exit_criteria_agreed', 'exit_criteria_refreshed');

-- The topic of the judgements of a criterion for a member, behind the level of whoever judges.
create function pg_temp.judgements(stream text, member text, reference text, matter text) returns text language sql immutable as $$
    select concat_ws(' ', 'judgements', stream, member, reference, md5(matter))
$$;

-- The criterion as it was worded when it was judged: in the set named, or as in force on the latest day of the judgement.
create function pg_temp.judged_matter(judgement reference_believed) returns text language sql stable as $$
    select w.matter
    from (
        select c.*, 0 as purpose
        from reference_criterion c
        where c.id = pg_temp.stands_for((judgement.content ->> 'wording')::uuid, judgement.stream)
        union all
        select c.*, p.n
        from unnest(array['exit', 'transition']) with ordinality p (purpose, n)
        join reference_holding h on h.topic = p.purpose || ' criteria of ' || judgement.stream and h.day = judgement.latest
        join reference_criterion c on c.place = h.place
        where judgement.content ->> 'wording' is null
    ) w
    where w.reference = judgement.content ->> 'criterion'
    order by w.purpose, w.place desc, w.n
    limit 1
$$;

-- The ids of one side's ratings: those of the wording in force and, where perhaps there are none, those of another.
create function pg_temp.rated(of_topic text, on_day date) returns text language sql stable as $$
    select pg_temp.named(of_topic, on_day, 'other ' || of_topic)
$$;

-- Whether each beginning of a membership that may have come by a day has a certain end of its own that does not come before it.
create function pg_temp.ended(of_topic text, on_day date) returns boolean language sql stable as $$
    with entry as (
        select t.earliest, t.latest, pg_temp.begins_membership(b.type, b.content, split_part(of_topic, ' ', 1)) as begins
        from reference_topic t
        join reference_believed b on b.place = t.place
        where t.topic = of_topic
    ),
    beginning as (
        select earliest, row_number() over (order by earliest desc) as n from entry where begins and earliest <= on_day
    ),
    ending as (
        select latest, row_number() over (order by latest desc) as n from entry where not begins and latest <= on_day
    )
    select not exists (
        select from beginning b left join ending e on e.n = b.n where e.n is null or b.earliest > e.latest)
$$;
