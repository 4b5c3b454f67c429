using Oversight.Projections.Readiness;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;

namespace Oversight.Projections.InRecovery;

/// <summary>What says whether an organisation is in Recovery Support.</summary>
public enum RecoverySource
{
    /// <summary>An engagement in the record, with the decisions to enter and to leave.</summary>
    Engagement,

    /// <summary>A publication that states it for a period; no engagement is recorded by the day.</summary>
    Publication,
}

/// <summary>An organisation's place in one engagement on a day.</summary>
/// <param name="Id">The engagement's id.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Member">Whether it is a member.</param>
/// <param name="ThroughSystem">The ICB with whose whole system it is in; null when it is a member itself.</param>
/// <param name="RestsOn">The entries that say so.</param>
public sealed record EngagementMembership(
    string Id,
    string Title,
    Certainty Member,
    OdsCode? ThroughSystem,
    IReadOnlyList<EntryReference> RestsOn
);

/// <summary>
/// Whether an organisation is in Recovery Support on a day: where an engagement is recorded that answers; where none is, what was published for
/// the day's period. A pure function of the entries.
/// </summary>
/// <param name="InProgramme">Whether it is.</param>
/// <param name="SaidBy">What says so; null when nothing does.</param>
/// <param name="Text">The answer in one line.</param>
/// <param name="Reasons">Why it is, or was last, in it; null: not stated.</param>
/// <param name="Engagements">The engagements that name it, whenever that is, and those that it is, or was, in with its system.</param>
/// <param name="Published">What was published of it that may hold on the day; of a period that has passed, the last one.</param>
/// <param name="RestsOn">The entries that the answer rests on.</param>
/// <param name="Rules">The rules by which it was found.</param>
public sealed record RecoveryStanding(
    StatedAnswer InProgramme,
    RecoverySource? SaidBy,
    string Text,
    IReadOnlyList<RecoveryReason>? Reasons,
    IReadOnlyList<EngagementMembership> Engagements,
    IReadOnlyList<PublishedRecovery> Published,
    IReadOnlyList<EntryReference> RestsOn,
    IReadOnlyList<AnswerRule> Rules
)
{
    private static readonly Remembered<DateOnly, RecoveryStanding> Last = new();

    /// <summary>True when it is in the programme, or perhaps, only with the system that it belongs to.</summary>
    public bool OnlyWithSystem =>
        SaidBy switch
        {
            RecoverySource.Engagement => Engagements
                .Where(e => e.Member != Certainty.No)
                .All(e => e.ThroughSystem is not null),
            RecoverySource.Publication => Published.All(p => p.OfSystem is not null),
            _ => false,
        };

    /// <summary>What was last published, where its period has passed and nothing else says whether it is in the programme; null otherwise.</summary>
    public PublishedRecovery? LastPublished =>
        SaidBy == RecoverySource.Publication && InProgramme == StatedAnswer.NotStated ? Published[^1] : null;

    /// <summary>That of an organisation on a day.</summary>
    public static RecoveryStanding On(RecordAt record, OdsCode organisation, DateOnly day) =>
        record.TimelineOf(organisation) is { } timeline
            ? Last.Of(record, timeline, day, at => Find(at, organisation, day))
            : Find(record, organisation, day);

    private static RecoveryStanding Find(RecordAt record, OdsCode organisation, DateOnly day)
    {
        Engagement[] naming = [.. Engagement.NamingAsMember(record, organisation)];
        EngagementMembership[] engagements =
        [
            .. naming.Select(e => new EngagementMembership(
                e.Subject.Id,
                e.Title,
                e.IsMember(organisation, day),
                null,
                [.. e.MembershipEntriesOf(organisation, day).Entries.Select(EntryReference.To)]
            )),
        ];
        if (record.TimelineOf(organisation) is { } timeline)
        {
            engagements = [.. engagements, .. ThroughSystem(record, timeline, day)];
        }

        var (published, perhapsNone) = PublishedOn(record, organisation, day);
        var isNamed = engagements.Length > 0;
        var isOver = published.All(p => p.IsOver);
        // An engagement that begins later leaves the day to what was published for it.
        if (
            engagements.Any(e => e.RestsOn.Count > 0)
            || (isNamed && published.All(p => p.IsOver && p.InProgramme == StatedAnswer.No))
        )
        {
            var inside = engagements.Max(e => e.Member);
            return new(
                StatedAnswers.Of(inside),
                RecoverySource.Engagement,
                InWordsOf(inside, engagements),
                ReasonsOf(record, engagements),
                engagements,
                published,
                [.. engagements.Where(e => e.Member == inside).SelectMany(e => e.RestsOn)],
                [AnswerRules.Membership]
            );
        }

        if (published.Count == 0)
        {
            return new(StatedAnswer.NotStated, null, "not stated", null, [], [], [], [AnswerRules.Membership]);
        }

        var answers = published.Select(p => p.InProgramme).Distinct().ToArray();
        var said = string.Join(" or ", published.Select(p => p.Words));
        var (answer, text) =
            answers.Length > 1 || perhapsNone ? (StatedAnswer.Uncertain, $"uncertain: {said}")
            : isOver && isNamed
                ? (
                    StatedAnswer.Uncertain,
                    $"uncertain: {InWordsOf(Certainty.No, engagements)}, but last published: {said}"
                )
            : isOver ? (StatedAnswer.NotStated, $"not stated; last published: {said}")
            : (answers[0], said);
        return new(
            answer,
            RecoverySource.Publication,
            text,
            published[^1].Reasons,
            engagements,
            published,
            [.. published.Select(p => p.Entry)],
            [AnswerRules.PublishedRecovery]
        );
    }

    // With the whole system of its ICB: for as long as it belongs to that, and that is in it.
    private static IEnumerable<EngagementMembership> ThroughSystem(RecordAt record, Timeline timeline, DateOnly day)
    {
        foreach (var (engagement, icb, member) in SystemAsMember.Through(timeline, record, day))
        {
            yield return new(
                engagement.Subject.Id,
                engagement.Title,
                member,
                icb,
                [
                    .. engagement
                        .MembershipEntriesOf(icb, day)
                        .Entries.Concat(record.SystemOf(timeline.Subject.Organisation!.Value, day).RestsOn)
                        .Select(EntryReference.To),
                ]
            );
        }
    }

    /// <summary>What was published of an organisation that may hold on a day: of itself or, where nothing was, of the system that it belongs to.</summary>
    private static (IReadOnlyList<PublishedRecovery> Published, bool PerhapsNone) PublishedOn(
        RecordAt record,
        OdsCode organisation,
        DateOnly day
    )
    {
        var own = Candidates(organisation);
        if (own.Entries.Count > 0)
        {
            return ([.. own.Entries.Select(e => PublishedRecovery.Of(e, day, null))], own.PerhapsNone);
        }

        var system = record.SystemOf(organisation, day);
        var withSystem = system
            .Systems.Where(icb => icb != organisation)
            .Select(icb => (Icb: icb, Said: Candidates(icb)))
            .Where(s => s.Said.Entries.Any(e => e.Content.Scope == Concerning.System))
            .ToArray();
        return (
            [
                .. withSystem.SelectMany(s =>
                    s.Said.Entries.Where(e => e.Content.Scope == Concerning.System)
                        .Select(e => PublishedRecovery.Of(e, day, s.Icb))
                ),
            ],
            // Where it perhaps belongs to another system, or another publication may hold that is not of the system, it is perhaps not in with it.
            system.Certain
                is null
                || withSystem.Any(s =>
                    s.Said.PerhapsNone || s.Said.Entries.Any(e => e.Content.Scope != Concerning.System)
                )
        );

        Candidates<BelievedEntry<RecoveryPublished>> Candidates(OdsCode of) =>
            record.TimelineOf(of)?.Dated<RecoveryPublished>().On(day) ?? new([], true);
    }

    private static IReadOnlyList<RecoveryReason>? ReasonsOf(
        RecordAt record,
        IEnumerable<EngagementMembership> engagements
    ) =>
        engagements
            .Where(e => e.RestsOn.Count > 0)
            .Select(e => Engagement.Of(record.TimelineOf(SubjectId.OfRecovery(e.Id)))!.Entered)
            .MaxBy(e => e.Place)
            ?.Content.Reasons;

    private static string InWordsOf(Certainty inside, IReadOnlyList<EngagementMembership> engagements)
    {
        var those = engagements.Where(e => e.Member == inside).ToArray();
        var ids = string.Join(
            ", ",
            those.Select(e => e.ThroughSystem is { } icb ? $"{e.Id}, with the system of {icb}" : e.Id)
        );
        return inside switch
        {
            Certainty.Yes => $"in Recovery Support ({ids})",
            Certainty.Perhaps => $"uncertain whether in Recovery Support ({ids})",
            _ when those.All(e => e.RestsOn.Count == 0) => $"not in Recovery Support yet ({ids})",
            _ => $"not in Recovery Support any more ({ids})",
        };
    }
}
