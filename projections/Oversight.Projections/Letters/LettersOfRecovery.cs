using Oversight.Record.Recovery;

namespace Oversight.Projections.Letters;

/// <summary>Letters about Recovery Support: entering it, its criteria, leaving it, and what follows.</summary>
internal static class LettersOfRecovery
{
    public static IEnumerable<LetterPart> Of(LetterWriting writing) =>
        Engagement.Of(writing.Timeline) is not { } engagement
            ? [LetterContents.Facts(writing)]
            : writing.Entry.Content switch
            {
                RecoveryEntered entered => Entering(writing, engagement, entered.Members),
                RecoveryMemberJoined joined => Entering(writing, engagement, [joined.Organisation]),
                IStatesCriteria stated =>
                [
                    new(
                        $"{stated.Purpose} criteria",
                        [$"In force from: {writing.Effective}."],
                        Table(writing, stated.Criteria)
                    ),
                ],
                IExit exit => Leaving(writing, engagement, exit),
                ExitDeclined => Declined(writing, engagement),
                _ => [Transition(writing, (TransitionPlanAgreed)writing.Entry.Content)],
            };

    private static IEnumerable<LetterPart> Entering(
        LetterWriting writing,
        Engagement engagement,
        IReadOnlyList<OdsCode> members
    )
    {
        var programme = writing.Day is { } day ? writing.Record.Frameworks.Judging(day)?.Programme : null;
        var target = engagement
            .Timeline.Of<TargetExitRevised>()
            .Where(e => e.Content.Member is null || writing.Organisations.Contains(e.Content.Member.Value))
            .Select(e => (DateWithPrecision?)e.Content.Target)
            .LastOrDefault();
        var reasons = engagement.Entered.Content.Reasons ?? [];
        yield return new(
            "What this means",
            [
                $"Why: {writing.Or(string.Join(", ", reasons.Select(InWords.Of)), "why it enters: finance, quality, leadership, …")}.",
                $"{Names(writing, members)} {(members.Count == 1 ? "enters" : "enter")} {writing.Or(programme, "what the programme is called")} "
                    + $"(\"{engagement.Title}\") from: {writing.Effective}.",
                $"Target for leaving: {writing.Or(target ?? engagement.Entered.Content.TargetExit, "the target exit")}.",
            ]
        );

        var sets = engagement.Timeline.Of<IStatesCriteria>().Where(e => e.Content.Purpose == CriteriaPurpose.Exit);
        yield return sets.LastOrDefault() is { } set
            ? new(
                "What must be met before you can leave",
                [$"These exit criteria are in force from {set.Effective}."],
                Table(writing, set.Content.Criteria)
            )
            : new("What must be met before you can leave", [writing.Gap("the exit criteria")]);
    }

    private static IEnumerable<LetterPart> Leaving(LetterWriting writing, Engagement engagement, IExit exit)
    {
        var members = exit switch
        {
            ExitAgreed { Members: { } named } => named,
            RecoveryMemberExited { Organisation: var one } => [one],
            _ => writing.Organisations,
        };
        yield return new(
            "Leaving",
            [
                $"{Names(writing, members)} {(members.Count == 1 ? "leaves" : "leave")} \"{engagement.Title}\": {writing.Effective}.",
                exit.Unmet is { Count: > 0 } ? "These criteria were not met, and that was accepted:"
                : writing.Day is { } day && engagement.CriteriaInForce(CriteriaPurpose.Exit, day).Count > 0
                    ? "No exit criterion is recorded as accepted though unmet."
                : $"Criteria: {writing.Gap("the exit criteria that were met")}",
            ],
            exit.Unmet is { Count: > 0 } unmet
                ? new(["Criterion", "Why it was accepted"], [.. unmet.Select(u => (string[])[u.Criterion, u.Reason])])
                : null
        );
        var plan = engagement.Timeline.Of<TransitionPlanAgreed>().LastOrDefault();
        yield return plan is null
            ? new("Monitoring after exit", [writing.Gap("the monitoring after exit")])
            : Transition(writing, plan.Content);
    }

    private static IEnumerable<LetterPart> Declined(LetterWriting writing, Engagement engagement)
    {
        var remaining = writing.Day is { } day ? engagement.UnsatisfiedFor(writing.Organisations, day) : [];
        yield return new(
            "Not yet leaving",
            [
                "You stay in the programme.",
                .. remaining.Count == 0 ? (string[])[writing.Gap("what remains to be met")] : [],
            ],
            remaining.Count == 0 ? null : Table(writing, remaining)
        );
    }

    private static LetterPart Transition(LetterWriting writing, TransitionPlanAgreed plan) =>
        new(
            "Monitoring after exit",
            [
                plan.Monitoring,
                $"Until: {writing.Or(plan.Until, "until when it is monitored")}.",
                plan.ReviewMonths is { } months
                    ? $"Looked at every {months} months."
                    : $"Looked at: {writing.Gap("how often it is looked at")}.",
                $"First looked at: {writing.Or(plan.FirstReviewDue, "when it is first looked at")}.",
            ]
        );

    private static string Names(LetterWriting writing, IEnumerable<OdsCode> members) =>
        InWords.Several(members.Select(writing.Record.NameOf));

    private static LetterTable Table(LetterWriting writing, IReadOnlyList<Criterion> criteria) =>
        new(
            ["Reference", "What must be so", "Measure and threshold", "Due", "Evidence wanted"],
            [
                .. criteria.Select(c =>
                    (string[])
                        [
                            c.Reference,
                            c.Wording + (c.SustainedMonths is { } months ? $" For {months} months." : ""),
                            writing.Or(
                                string.Join("; ", new[] { c.Measure, c.Threshold }.OfType<string>()),
                                $"how {c.Reference} is measured"
                            ),
                            writing.Or(c.Due, $"when {c.Reference} is due"),
                            writing.Or(
                                string.Join("; ", c.EvidenceWanted ?? []),
                                $"which evidence is wanted for {c.Reference}"
                            ),
                        ]
                ),
            ]
        );
}
