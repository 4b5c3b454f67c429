using Oversight.Projections.InRecovery;
using Oversight.Projections.Readiness;
using Oversight.Projections.Status;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;

namespace Oversight.Projections.Why;

/// <summary>The parts of an organisation's status, each by itself: what one says does not depend on another's being asked.</summary>
internal static class PartsOfStatus
{
    /// <summary>Those of an organisation on a day; an engagement and a set of undertakings that name it have one each.</summary>
    public static IEnumerable<PartOfStatus> Of(RecordAt record, OdsCode ods, DateOnly on)
    {
        Engagement[] engagements = [.. Engagement.NamingAsMember(record, ods)];
        return
        [
            new("organisation", "What it is", null, at => Organisation(at, ods, on)),
            new("existence", "Existence", null, at => Existence(at, ods, on)),
            new("system", "System", null, at => System(at, ods, on)),
            new("segment", "Segment", null, at => Segment(at, ods, on)),
            new("segment-review", "Last review of its segment", null, at => SegmentReview(at, ods, on)),
            new("proposals", "Proposals of a segment", null, at => Proposals(at, ods, on)),
            new("ambition", "Segment that is aimed at", null, at => Ambition(at, ods, on)),
            new("recovery", "Recovery Support", null, at => Recovery(at, ods, on)),
            .. engagements.Select(engagement => new PartOfStatus(
                "exit",
                $"Exit from Recovery Support, {engagement.Title}",
                engagement.Subject,
                at => Exit(at, engagement.Subject, ods, on)
            )),
            .. PartsOfUndertakings.Of(record, ods, on),
            .. PartsOfOversight.Of(ods, on),
            .. PartsOfPublications.Of(ods, on),
        ];
    }

    private static PartAnswer Organisation(RecordAt record, OdsCode ods, DateOnly on)
    {
        if (record.RegistrationOf(ods) is not { } registered)
        {
            return new("", "not stated: it is not registered", false, [AnswerRules.Registered]);
        }

        var (name, region) = (record.NameOf(ods, on), Region.Of(registered.Region));
        return new(
            new
            {
                Name = name,
                registered.Kind,
                Region = region.Code,
            },
            $"{name}: {InWords.Of(registered.Kind)}, overseen by NHS England {region.Name}",
            true,
            [AnswerRules.Registered]
        );
    }

    private static PartAnswer Existence(RecordAt record, OdsCode ods, DateOnly on)
    {
        if (OrganisationStatus.ExistenceOn(record, ods, on) is not (_, var existence))
        {
            return new("", "not stated: it is not registered", false, [AnswerRules.Existence]);
        }

        var state = existence.State switch
        {
            ExistenceState.Exists => $"exists; established {existence.Established}",
            ExistenceState.NotYet => $"not yet; established {existence.Established}",
            ExistenceState.Ended => $"ended {existence.Ended}; established {existence.Established}",
            _ =>
                $"uncertain; established {existence.Established}{(existence.Ended is { } ended ? $", ended {ended}" : "")}",
        };
        return new(
            new
            {
                existence.State,
                existence.Established,
                existence.Ended,
                After = PartAnswer.Set(existence.Successors),
                Before = PartAnswer.Set(existence.Predecessors),
            },
            state
                + (
                    existence.Successors.Count > 0
                        ? $"; followed by {InWords.Several(existence.Successors.Select(s => $"{s}"))}"
                        : ""
                )
                + (
                    existence.Predecessors.Count > 0
                        ? $"; follows {InWords.Several(existence.Predecessors.Select(p => $"{p}"))}"
                        : ""
                ),
            true,
            [AnswerRules.Existence]
        );
    }

    private static PartAnswer System(RecordAt record, OdsCode ods, DateOnly on)
    {
        var (system, believed) = (SystemStatus.On(record, ods, on), record.SystemOf(ods, on));
        return new(
            new
            {
                system.State,
                Icbs = PartAnswer.Set(believed.Systems),
                believed.PerhapsNotStated,
                Trusts = PartAnswer.Set(system.Trusts.Select(trust => (trust.Ods, trust.Certain))),
            },
            system.Text
                + (
                    system.Trusts.Count == 0
                        ? ""
                        : $", with {InWords.Several(system.Trusts.Select(t => $"{t.Ods}{(t.Certain ? "" : " (perhaps)")}"))}"
                ),
            system.State != SystemState.NotStated,
            [AnswerRules.System]
        );
    }

    private static PartAnswer? Segment(RecordAt record, OdsCode ods, DateOnly on)
    {
        if (record.TimelineOf(ods) is not { } timeline || record.RegistrationOf(ods) is not { } registered)
        {
            return null;
        }

        var segment = SegmentStatus.Of(record, timeline, registered.Kind, on);
        return new(
            new
            {
                segment.State,
                segment.Number,
                segment.Label,
                segment.Since,
                Stated = PartAnswer.Set(
                    segment.Candidates.Select(c => new
                    {
                        c.Segment,
                        c.Label,
                        c.Effective,
                        c.Published,
                        c.DecidedBy.Body,
                    })
                ),
                segment.PerhapsNone,
                segment.Framework.Id,
                Framework = segment.Framework.State,
                segment.Rule,
            },
            segment.Text,
            segment.Candidates.Count > 0 || segment.State == SegmentState.NotSegmented,
            [.. AnswerRules.OfSegments.Where(rule => rule.Sentence == segment.Rule)],
            segment.Framework
        );
    }

    private static PartAnswer SegmentReview(RecordAt record, OdsCode ods, DateOnly on)
    {
        var review = record.TimelineOf(ods) is { } timeline ? ReviewStatus.On(on, timeline) : null;
        return new(
            new { review?.Last, review?.NextDue },
            review is null
                ? record.Unstated("no review of its segment is recorded by this day")
                : $"last {review.Last}{(review.NextDue is { } due ? $"; next due {due}" : "")}",
            review is not null,
            [AnswerRules.SegmentReviewed]
        );
    }

    private static PartAnswer Proposals(RecordAt record, OdsCode ods, DateOnly on)
    {
        var open = record.TimelineOf(ods) is { } timeline ? OpenProposal.On(timeline, on) : [];
        return new(
            PartAnswer.Set(
                open.Select(p => new
                {
                    p.Segment,
                    p.Effective,
                    p.Proposed,
                    p.DecidedBy.Body,
                })
            ),
            open.Count == 0
                ? record.Unstated("no proposal that is open is recorded by this day")
                : string.Join(
                    "; ",
                    open.Select(p =>
                        $"segment {p.Segment} from {p.Effective}, proposed {p.Proposed} by {p.DecidedBy.Body}, not answered yet"
                    )
                ),
            open.Count > 0,
            [AnswerRules.ProposalOpen]
        );
    }

    private static PartAnswer Ambition(RecordAt record, OdsCode ods, DateOnly on)
    {
        var ambitions = record.TimelineOf(ods) is { } timeline ? SegmentAmbition.On(timeline, on) : [];
        return new(
            PartAnswer.Set(
                ambitions.Select(a => new
                {
                    a.Segment,
                    a.By,
                    a.Said.Effective,
                    a.Said.DecidedBy.Body,
                })
            ),
            ambitions.Count == 0
                ? "not stated"
                : string.Join(
                    " or ",
                    ambitions.Select(a =>
                        $"segment {a.Segment}{(a.By is { } by ? $" by {by}" : "")}, stated {a.Said.Effective}"
                    )
                ),
            ambitions.Count > 0,
            [AnswerRules.Ambition]
        );
    }

    private static PartAnswer Recovery(RecordAt record, OdsCode ods, DateOnly on)
    {
        var standing = RecoveryStanding.On(record, ods, on);
        return new(
            new
            {
                standing.InProgramme,
                standing.SaidBy,
                Reasons = PartAnswer.Set(standing.Reasons ?? []),
                Engagements = PartAnswer.Set(
                    standing.Engagements.Select(e => new
                    {
                        e.Id,
                        e.Member,
                        e.ThroughSystem,
                    })
                ),
                Published = PartAnswer.Set(
                    standing
                        .Published.Where(_ => standing.SaidBy == RecoverySource.Publication)
                        .Select(p => new
                        {
                            p.Position,
                            p.InProgramme,
                            p.Period,
                            p.OfSystem,
                            p.Entered,
                            p.Left,
                            p.TargetExit,
                        })
                ),
            },
            standing.Text,
            standing.SaidBy is not null,
            standing.Rules
        );
    }

    private static PartAnswer? Exit(RecordAt record, SubjectId engagement, OdsCode ods, DateOnly on)
    {
        if (EngagementReadiness.Of(record, engagement, on) is not { } readiness)
        {
            return null;
        }

        var member = readiness.Members.FirstOrDefault(m => m.Organisation == ods);
        if (member is null)
        {
            return null;
        }

        var criteria = member.Criteria;
        return new(
            new
            {
                member.Membership,
                member.Joined,
                member.Left,
                By = member.Exit?.Said.DecidedBy.Body,
                Unmet = PartAnswer.Set(member.Exit?.Unmet ?? []),
                PassedTo = member.PassedOn is null ? null : PartAnswer.Set(member.PassedOn.To),
                Passed = member.PassedOn?.Said.Effective,
                Target = member.TargetExit?.Text,
                Criteria = AnswerOf(criteria),
                AtExit = AnswerOf(member.Exit?.Criteria ?? []),
                Transition = AnswerOf(member.TransitionCriteria),
                member.Remaining,
                Missing = PartAnswer.Set(member.Missing.Select(missing => missing.What)),
                Framework = (readiness.Framework.State, readiness.Framework.Id),
            },
            SaysOfExit(record, member),
            member.Membership == Certainty.No || member.Left is not null || criteria.Count > 0,
            [
                AnswerRules.Membership,
                AnswerRules.PassesByDecision,
                AnswerRules.NationalAgreement,
                AnswerRules.CriteriaAgreed,
                AnswerRules.JudgedMet,
                AnswerRules.WordingInForce,
                AnswerRules.Sustained,
            ],
            readiness.Framework
        );
    }

    private static string AnswerOf(IEnumerable<CriterionReadiness> criteria) =>
        PartAnswer.Set(
            criteria.Select(c => new
            {
                c.Criterion.Reference,
                c.Criterion.Wording,
                c.Criterion.Due,
                c.Satisfied,
                c.Overdue,
            })
        );

    // Who is no member has no criteria, whatever was agreed; and an exit that has perhaps not begun is none yet.
    private static string SaysOfExit(RecordAt record, MemberReadiness member) =>
        member switch
        {
            { Membership: Certainty.No, PassedOn: { To: [var successor] } passed } =>
                $"no member any more: its membership passed to {successor} {passed.Said.Effective}, when it had ended",
            { Membership: Certainty.No, PassedOn: { } ended } =>
                $"no member any more: its membership ended with it, {ended.Said.Effective}",
            { Membership: Certainty.No, Left: { } left } => $"left {left}",
            { Membership: Certainty.No } => "no member on this day",
            _ => (member.Left is { } left ? $"perhaps left, {left}; " : "")
                + SaysOfCriteria(record, member)
                + (member.TargetExit is { } target ? $"; target exit {target.Text}" : ""),
        };

    private static string SaysOfCriteria(RecordAt record, MemberReadiness member)
    {
        if (member.Criteria.Count == 0)
        {
            return record.Unstated("no exit criteria are recorded for it on this day");
        }

        var remaining = member.Criteria.Where(c => !c.Satisfied).Select(c => c.Criterion.Reference);
        return $"{member.Satisfied} of {member.Criteria.Count} exit criteria satisfied"
            + (member.Remaining > 0 ? $"; not yet {InWords.Several(remaining)}" : "");
    }
}
