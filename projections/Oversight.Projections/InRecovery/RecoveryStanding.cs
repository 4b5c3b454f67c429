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
/// <param name="Engagements">The engagements that name it, whenever that is, and those that it is in with its system.</param>
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
    /// <summary>What was last published, where its period has passed and nothing else says whether it is in the programme; null otherwise.</summary>
    public PublishedRecovery? LastPublished =>
        SaidBy == RecoverySource.Publication && InProgramme == StatedAnswer.NotStated ? Published[^1] : null;

    /// <summary>That of an organisation on a day.</summary>
    public static RecoveryStanding On(RecordAt record, OdsCode organisation, DateOnly day)
    {
        Engagement[] naming = [.. Engagement.NamingAsMember(record, organisation)];
        EngagementMembership[] engagements =
        [
            .. naming.Select(e => new EngagementMembership(
                e.Subject.Id,
                e.Title,
                PassedOn.On(record, e, organisation, day) is null ? e.IsMember(organisation, day) : Certainty.No,
                null,
                [.. e.MembershipEntriesOf(organisation, day).Entries.Select(EntryReference.To)]
            )),
        ];
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
                naming
                    .Where(e => e.MembershipEntriesOf(organisation, day).Entries.Count > 0)
                    .MaxBy(e => e.Entered.Place)
                    ?.Entered.Content.Reasons,
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

    /// <summary>What was published of an organisation that may hold on a day: of itself or, where nothing was, of the system that it belongs to.</summary>
    private static (IReadOnlyList<PublishedRecovery> Published, bool PerhapsNone) PublishedOn(
        RecordAt record,
        OdsCode organisation,
        DateOnly day
    )
    {
        var own = Candidates(organisation);
        return (
            [.. own.Entries.Select(e => PublishedRecovery.Of(e, day, null))],
            own is { Entries.Count: > 0, PerhapsNone: true }
        );

        Candidates<BelievedEntry<RecoveryPublished>> Candidates(OdsCode of) =>
            record.TimelineOf(of)?.Dated<RecoveryPublished>().On(day) ?? new([], true);
    }

    private static string InWordsOf(Certainty inside, IReadOnlyList<EngagementMembership> engagements)
    {
        var those = engagements.Where(e => e.Member == inside).ToArray();
        var ids = string.Join(", ", those.Select(e => e.Id));
        return inside switch
        {
            Certainty.Yes => $"in Recovery Support ({ids})",
            Certainty.Perhaps => $"uncertain whether in Recovery Support ({ids})",
            _ when those.All(e => e.RestsOn.Count == 0) => $"not in Recovery Support yet ({ids})",
            _ => $"not in Recovery Support any more ({ids})",
        };
    }
}
