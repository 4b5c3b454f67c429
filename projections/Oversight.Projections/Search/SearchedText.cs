using Oversight.Record.Commitments;
using Oversight.Record.Corrections;
using Oversight.Record.Evidence;
using Oversight.Record.Frameworks;
using Oversight.Record.Recovery;
using Oversight.Record.Reviews;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Search;

/// <summary>One text of an entry that can be found.</summary>
/// <param name="Kind">What is found by it.</param>
/// <param name="Item">Which of several of the entry: a criterion's or an undertaking's reference; null for the entry itself.</param>
/// <param name="Text">The text, as it was written.</param>
/// <param name="IsOfChange">Whether it says why something was corrected or retracted: who does not see a subject whole is not told that.</param>
internal sealed record SearchedText(FoundKind Kind, string? Item, string Text, bool IsOfChange = false)
{
    /// <summary>The texts of what an entry says; names of organisations are looked up by themselves.</summary>
    public static IEnumerable<SearchedText> Of(Event content) =>
        content switch
        {
            EntryCorrected corrected => OfSaid(corrected.Replacement).Append(OfEntry(content, isOfChange: true)),
            EntryRetracted => [OfEntry(content, isOfChange: true)],
            _ => OfSaid(content),
        };

    private static IEnumerable<SearchedText> OfSaid(Event content)
    {
        var own = content switch
        {
            RecoveryEntered entered => [new(FoundKind.Recovery, null, entered.Title)],
            IStatesCriteria set => set.Criteria.Select(c => new SearchedText(
                FoundKind.Criterion,
                c.Reference,
                Joined(c.Reference, c.Theme, c.Wording, c.Measure, c.Threshold)
            )),
            UndertakingsAccepted accepted => accepted
                .Items.Select(OfItem)
                .Concat(accepted.Grounds.Select(ground => new SearchedText(FoundKind.Undertaking, null, ground))),
            UndertakingAdded added => [OfItem(added.Added)],
            UndertakingVaried { Wording: { } wording } varied =>
            [
                new(FoundKind.Undertaking, varied.Item, Joined(varied.Item, wording)),
            ],
            FrameworkPublished framework =>
            [
                new(FoundKind.Framework, null, Joined(framework.Framework.Title, framework.Framework.Id)),
            ],
            ConcernRaised concern => [new(FoundKind.Concern, null, concern.Wording)],
            CommitmentMade { Wording: { } wording } => [new(FoundKind.Commitment, null, wording)],
            EvidenceSubmitted evidence =>
            [
                new(FoundKind.Document, null, Joined(evidence.Title, evidence.Document?.FileName)),
            ],
            _ => Enumerable.Empty<SearchedText>(),
        };
        return own.Concat(
                content.Decision.Evidence.Select(e => new SearchedText(
                    FoundKind.Document,
                    null,
                    Joined(e.Title, e.Reference)
                ))
            )
            .Concat(
                content.Decision.Source is { } source
                    ? [new(FoundKind.Document, null, Joined(source.Document, source.Fact))]
                    : []
            )
            .Append(OfEntry(content));
    }

    private static SearchedText OfEntry(Event content, bool isOfChange = false) =>
        new(FoundKind.Entry, null, Joined(content.Says(), content.Decision.Rationale), isOfChange);

    private static SearchedText OfItem(UndertakingItem item) =>
        new(FoundKind.Undertaking, item.Reference, Joined(item.Reference, item.Wording));

    private static string Joined(params IEnumerable<string?> texts) =>
        string.Join(" · ", texts.Where(text => !string.IsNullOrWhiteSpace(text)));
}
