-- What became of each milestone, of each member's target exit and of each transition plan on each day.

-- What the entries that may hold say of a milestone; where perhaps none does, that it is open. That it was certainly reached by the day
-- ends it, however vague the dates of the others are.
create function pg_temp.milestone_states(of_topic text, on_day date) returns table (state text) language sql stable as $$
    with held as (
        select h.type, h.type = 'milestone_achieved' and h.latest <= on_day as ends
        from reference_held h
        where h.topic = of_topic and h.day = on_day
    )
    select case h.type when 'milestone_achieved' then 'achieved' when 'milestone_missed' then 'missed' else 'open' end
    from held h
    where h.ends or not exists (select from held e where e.ends)
    union all
    select 'open' where not pg_temp.certain(of_topic, on_day)
$$;

create temp view reference_milestone as
    select m.stream, m.day as on_day,
        'milestone ' || m.reference || ': ' || m.state || ', due ' || m.due
            || pg_temp.overdue(m.due, m.day, m.state not in ('achieved', 'ended'))
            || ', resting on ' || pg_temp.listed(array(
                select b.id
                from reference_believed b
                where b.id = m.set_by or b.id = any(m.moved_by) or m.state = 'ended' and b.id = m.ended_by
                    or b.place in (select h.place from reference_holding h where h.topic = m.topic and h.day = m.day)
                order by b.place)) as line
    from (
        select d.day, b.stream, b.content ->> 'milestone' as reference, t.topic, ended.by as ended_by,
            -- Moved after it was set, whatever the dates say; of several the one with the latest day, of the same the later place.
            (array_agg(b.content ->> 'due' order by b.type = 'milestone_rescheduled' desc, b.latest desc, b.place desc))[1] as due,
            (array_agg(b.id order by b.type = 'milestone_set' desc, b.latest desc, b.place desc))[1] as set_by,
            array_agg(b.id) filter (where b.type = 'milestone_rescheduled') as moved_by,
            (
                select case
                    when ended.by is not null and not exists (
                        select
                        from reference_held h
                        where h.topic = t.topic and h.day = d.day and h.type = 'milestone_achieved' and h.latest <= d.day)
                        then 'ended'
                    when count(distinct s.state) > 1 then 'uncertain'
                    else min(s.state)
                end
                from pg_temp.milestone_states(t.topic, d.day) s
            ) as state
        from reference_day d
        join reference_believed b on b.type in ('milestone_set', 'milestone_rescheduled') and b.earliest <= d.day
        join reference_first e on e.stream = b.stream and e.type = 'recovery_entered'
        cross join lateral (select 'milestone ' || (b.content ->> 'milestone') || ' of ' || b.stream) t (topic)
        -- Discharged when a member ended, or ended with it.
        left join lateral (
            select h.said_by as by
            from reference_member o
            cross join pg_temp.holder(b.stream, o.organisation, 'milestone', b.content ->> 'milestone', d.day) h
            join reference_believed s on s.id = h.said_by
            where o.stream = b.stream and h.organisation is null
            order by s.place
            limit 1
        ) ended on true
        group by d.day, b.stream, b.content ->> 'milestone', t.topic, ended.by
        having bool_or(b.type = 'milestone_set')
    ) m;

create temp view reference_target_exit as
    select m.stream, d.day as on_day,
        m.organisation || ' target exit: '
            || case when h.targets = 1 and pg_temp.certain(t.topic, d.day) then h.target else '-' end
            || ', moved ' || h.moved || ', last ' || pg_temp.named(t.topic, d.day) as line
    from reference_day d
    cross join reference_member m
    cross join lateral (select 'target exit of ' || m.topic) t (topic)
    cross join lateral (
        select count(distinct s.target) filter (where s.may_hold) as targets,
            min(s.target) filter (where s.may_hold) as target,
            count(*) filter (where s.target <> s.before) as moved
        from (
            select w.target, h.place is not null as may_hold,
                -- What begins an engagement precedes the rest of it, whenever that was.
                lag(w.target) over (order by b.type <> 'recovery_entered', b.latest, b.place) as before
            from reference_believed b
            cross join lateral (select coalesce(b.content ->> 'targetExit', b.content ->> 'target')) w (target)
            left join reference_holding h on h.topic = t.topic and h.day = d.day and h.place = b.place
            where b.stream = m.stream and b.earliest <= d.day and pg_temp.states_target(b.type, b.content, m.organisation)
        ) s
        having count(*) > 0
    ) h;

create temp view reference_transition_plan as
    select p.stream, p.day as on_day,
        'transition plan ' || p.plans
            || case when c.completed then ' completed' else '' end
            || ', reviewed ' || coalesce(r.effective, 'never')
            || ', next ' || coalesce(n.due, '-')
            || pg_temp.overdue(n.due, p.day, open => true) as line
    from (
        select distinct on (h.stream, h.day) h.*,
            pg_temp.listed(array_agg(h.id) over (
                partition by h.stream, h.day order by h.place rows between unbounded preceding and unbounded following)) as plans
        from reference_held h
        join reference_first e on e.stream = h.stream and e.type = 'recovery_entered'
        join reference_day d on d.day = h.day
        where h.topic = 'transition plan of ' || h.stream
        order by h.stream, h.day, h.place desc
    ) p
    -- What happened to a plan that this one replaced says nothing about it.
    left join lateral (
        select b.content #>> '{decision,effective}' as effective, b.latest, b.content ->> 'nextReviewDue' as next
        from reference_believed b
        where b.stream = p.stream and b.type = 'transition_plan_reviewed' and b.latest <= p.day and b.latest >= p.earliest
        order by b.latest desc, b.place desc
        limit 1
    ) r on true
    cross join lateral (
        select exists (
            select
            from reference_believed b
            where b.stream = p.stream and b.type = 'transition_plan_completed' and b.latest <= p.day and b.latest >= p.earliest)
    ) c (completed)
    cross join lateral (
        select case when not c.completed then coalesce(
            case when r.latest is null then p.content ->> 'firstReviewDue' else r.next end,
            pg_temp.months_after(coalesce(r.latest, p.latest), (p.content ->> 'reviewMonths')::int))
        end
    ) n (due);
