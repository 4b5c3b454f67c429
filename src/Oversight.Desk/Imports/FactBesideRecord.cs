using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Undertakings;

namespace Oversight.Desk.Imports;

/// <summary>
/// A fact of a document beside the record. What makes it the same fact is subject, kind, effective date and, where a subject has
/// several of a kind at once, the reference; importing again then stores nothing, whatever the file is called by now, and another
/// value is a conflict. What is published is a fact of its publication, which has a reference of its own.
/// </summary>
internal static class FactBesideRecord
{
    /// <summary>What becomes of the fact, and the entry that says it, or says otherwise.</summary>
    /// <param name="subject">The subject's timeline; null when nothing is recorded about it.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="agrees">Whether the record's value is the document's.</param>
    public static (ImportOutcome Outcome, BelievedEntry? Recorded) Of<T>(
        Timeline? subject,
        T fact,
        Func<T, bool> agrees
    )
        where T : Event
    {
        var earlier = subject?.Entries.Where(e => SameIdentity(e, fact)).ToArray() ?? [];
        if (earlier.Length == 0)
        {
            return (ImportOutcome.New, null);
        }

        var counting = earlier.Where(e => e.Counts).ToArray();
        return counting.FirstOrDefault(e => e.Content is T recorded && agrees(recorded)) is { } same
            ? (ImportOutcome.Same, same)
            : (ImportOutcome.Conflict, counting.FirstOrDefault() ?? earlier[^1]);
    }

    // By what was recorded first, since a correction changes what is believed, not which fact it is; or by what is believed now.
    private static bool SameIdentity(BelievedEntry entry, Event fact) =>
        SameIdentity(entry.Original.Event, fact) || SameIdentity(entry.Content, fact);

    // A set of criteria says the same whether it is the first or a refreshed one.
    private static bool SameIdentity(Event recorded, Event fact) =>
        (recorded.GetType() == fact.GetType() || (recorded is IStatesCriteria && fact is IStatesCriteria))
        && (
            // A subject begins once, whatever says so.
            fact.KindOfEvent().Begins
            || (recorded.Decision.Effective == fact.Decision.Effective && ReferenceOf(recorded) == ReferenceOf(fact))
        );

    private static string? ReferenceOf(Event content) =>
        content switch
        {
            SegmentPublished or AnnualAssessmentPublished => content.Decision.Source?.Document,
            IStatesCriteria set => set.Purpose.ToString(),
            CriterionAssessed rating => $"{rating.Level} {rating.Criterion} {rating.Member}",
            IRatesCriterion rating => $"{rating.Criterion} {rating.Member}",
            IAboutUndertaking undertaking => undertaking.Item,
            _ => null,
        };
}
