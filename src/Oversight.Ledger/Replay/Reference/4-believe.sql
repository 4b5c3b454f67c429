create function pg_temp.believe(known bigint, days date[]) returns void language plpgsql as $$
begin
    delete from reference_asked;
    delete from reference_day;
    delete from reference_believed;
    delete from reference_topic;
    delete from reference_link;
    delete from reference_holding;

    insert into reference_asked values (known);
    insert into reference_day select distinct unnest(days);

    -- Of the corrections that count, the latest place wins, and its content replaces the whole content.
    insert into reference_believed
    select e.place, e.id, e.stream, e.type, b.earliest, b.latest, b.exact, b.after, b.content
    from reference_entry e
    left join lateral (
        select c.place
        from reference_entry c
        where c.root = e.id and c.place <= known and pg_temp.counts(c)
        order by c.place desc
        limit 1
    ) correction on true
    join reference_entry b on b.place = coalesce(correction.place, e.place)
    where e.place <= known
        and e.type not in ('entry_corrected', 'entry_retracted')
        and pg_temp.counts(e);
    analyze reference_believed;

    insert into reference_topic
    select t.topic, b.place, b.id, b.earliest, b.latest, b.exact, b.after,
        case when pg_temp.for_period(b.type, b.earliest, b.exact) then b.earliest else b.latest end
    from reference_believed b
    cross join lateral (
        select 'framework' where b.type = 'framework_published'
        union all
        select 'segment of ' || b.stream where b.type in ('segment_published', 'segment_assigned', 'segment_agreed')
        union all
        select b.content ->> 'purpose' || ' criteria of ' || b.stream
        where b.type in ('exit_criteria_agreed', 'exit_criteria_refreshed')
        union all
        select m.topic
        from reference_member m
        where m.stream = b.stream
            and case b.type
                when 'recovery_entered' then b.content -> 'members' ? m.organisation
                when 'recovery_member_joined' then b.content ->> 'organisation' = m.organisation
                when 'recovery_member_exited' then b.content ->> 'organisation' = m.organisation
                when 'exit_agreed' then pg_temp.names(b.content, 'members', m.organisation)
                when 'open_items_disposed' then exists (
                    select
                    from jsonb_array_elements(b.content -> 'items') i (item)
                    where i.item ->> 'what' = 'membership'
                        and m.organisation in (b.content ->> 'ended', i.item ->> 'successor'))
            end
        union all
        select 'judgements of ' || (b.content ->> 'item') || ' in ' || b.stream where b.type = 'undertaking_judged'
        union all
        select 'milestone ' || (b.content ->> 'milestone') || ' of ' || b.stream
        where b.type in ('milestone_rescheduled', 'milestone_achieved', 'milestone_missed')
        union all
        select 'target exit of ' || m.topic
        from reference_member m
        where m.stream = b.stream and pg_temp.states_target(b.type, b.content, m.organisation)
        union all
        select 'transition plan of ' || b.stream where b.type = 'transition_plan_agreed'
    ) t (topic);
    -- Which wording was judged is asked of the criteria on the latest day of each judgement.
    perform pg_temp.weigh(
        array(select distinct t.topic from reference_topic t where t.topic like '% criteria of %'),
        array(select b.latest from reference_believed b where b.type in ('criterion_assessed', 'criterion_self_assessed')));
    perform pg_temp.weigh(array(select distinct t.topic from reference_topic t where t.topic not like '% criteria of %'));

    -- A rating counts for the wording that it is about, for each member; beside every other wording of that reference it is another's.
    insert into reference_topic
    with rated as materialized (
        select b.*, pg_temp.judged_matter(b) as matter, coalesce(b.content ->> 'level', 'self') as level
        from reference_believed b
        where b.type in ('criterion_assessed', 'criterion_self_assessed')
    )
    select concat(
            case when w.matter = r.matter then '' else 'other ' end,
            r.level,
            ' ',
            pg_temp.judgements(r.stream, m.organisation, w.reference, w.matter)),
        r.place, r.id, r.earliest, r.latest, r.exact, r.after, r.latest
    from rated r
    join (select distinct c.stream, c.reference, c.matter from reference_criterion c) w
        on w.stream = r.stream and w.reference = r.content ->> 'criterion'
    join reference_member m
        on m.stream = r.stream and coalesce(r.content ->> 'member', m.organisation) = m.organisation;
    perform pg_temp.weigh(
        array(select distinct t.topic from reference_topic t where t.topic like '% judgements recovery-%'));
end
$$;
