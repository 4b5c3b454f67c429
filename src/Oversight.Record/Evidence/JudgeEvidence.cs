using Oversight.Record.Recovery;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Evidence;

/// <summary>Evidence was judged.</summary>
/// <param name="Decision">Effective: when. Rationale: the reason.</param>
/// <param name="Evidence">The entry by which it was submitted.</param>
/// <param name="Verdict">Whether it shows what it is meant to show.</param>
public sealed record EvidenceJudged(Decision Decision, Guid Evidence, EvidenceVerdict Verdict)
    : Event(Decision),
        IAboutEvidence
{
    /// <inheritdoc/>
    public override string Says(Naming names) => $"Evidence judged {InWords.Of(Verdict)} {When}";

    /// <inheritdoc/>
    protected override IEnumerable<(string What, string Value)> States() =>
        [($"evidence {Evidence}", InWords.Of(Verdict))];

    Event INamesOpenEntry.Naming(Guid entry) => this with { Evidence = entry };

    /// <inheritdoc/>
    public override EventKind KindOfEvent() => JudgeEvidence.Kind;
}

/// <summary>Whether evidence shows what it is meant to show.</summary>
public enum EvidenceVerdict
{
    /// <summary>It does not.</summary>
    Insufficient,

    /// <summary>It shows a part.</summary>
    PartlySufficient,

    /// <summary>It does.</summary>
    Sufficient,
}

/// <summary>How <see cref="EvidenceJudged"/> is called, and the rules that say when it may be recorded.</summary>
public static class JudgeEvidence
{
    /// <summary>How it is called.</summary>
    public static EventKind Kind { get; } =
        new(
            "evidence_judged",
            "evidence-judged",
            typeof(EvidenceJudged),
            SubjectKind.Recovery | SubjectKind.Undertakings,
            "Evidence was judged"
        )
        {
            Example = () => new EvidenceJudged(Example.Decided, Example.Entry, EvidenceVerdict.Sufficient),
        };

    /// <summary>The rules that hold for it, besides those for every decision.</summary>
    public static IReadOnlyList<Rule> Rules =>
        [
            GeneralRules.DecisionSaysWhy,
            EngagementRules.WhileUnderWay,
            EvidenceInOrder,
            EvidenceJudgeIsNotSubmitter,
            UndertakingsRules.AfterAcceptance,
        ];

    /// <summary>Evidence that was returned is submitted again, as another entry.</summary>
    public static Rule<IAboutEvidence> EvidenceInOrder { get; } =
        new(
            "evidence-in-order",
            "Evidence is acknowledged once, and returned or judged once, after it was submitted.",
            (said, judged) =>
            {
                var named = said.Evidence;
                var effective = judged.Effective;
                var submission = judged.Timeline.StandsFor(named);
                if (submission is not { Counts: true, Content: EvidenceSubmitted })
                {
                    return $"No evidence was submitted by entry {named}, or it was retracted.";
                }

                if (effective.Latest < submission.Effective.Earliest)
                {
                    return $"It takes effect {effective}, before the evidence was submitted ({submission.Effective}).";
                }

                var earlier = judged
                    .Timeline.Of<IAboutEvidence>()
                    .FirstOrDefault(e =>
                        e.ComesBefore(judged.Entry, judged.Content)
                        && judged.Timeline.StandsFor(e.Content.Evidence)?.Id == submission.Id
                        && (judged.Content is EvidenceAcknowledged || e.Content is not EvidenceAcknowledged)
                    );
                var was = earlier?.Content switch
                {
                    EvidenceAcknowledged => "acknowledged",
                    EvidenceReturned => "returned",
                    _ => "judged",
                };
                return earlier is null
                    ? null
                    : $"The evidence was {was} already, by entry {earlier.Id} ({earlier.Effective}).";
            }
        );

    /// <summary>Compared are the signed-in subjects that wrote the two entries as they are believed (<see cref="FourEyes"/>).</summary>
    public static Rule<EvidenceJudged> EvidenceJudgeIsNotSubmitter { get; } =
        new(
            "evidence-judge-is-not-submitter",
            "Who judges evidence is somebody else than who submitted it.",
            (judgement, judged) =>
                judged.Timeline.StandsFor(judgement.Evidence) is { Content: EvidenceSubmitted } submission
                && FourEyes.WroteBoth(submission, judged.Entry, judged.Timeline) is { } writer
                    ? $"Evidence {submission.Id} and its judgement were both written by {writer}: somebody else has to judge it."
                    : null
        )
        {
            HoldsThroughChanges = true,
        };
}
