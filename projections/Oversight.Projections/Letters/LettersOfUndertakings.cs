using Oversight.Record.Undertakings;

namespace Oversight.Projections.Letters;

/// <summary>Letters about undertakings, certificates and directions.</summary>
internal static class LettersOfUndertakings
{
    public static IEnumerable<LetterPart> Of(LetterWriting writing) =>
        writing.Entry.Content switch
        {
            UndertakingsAccepted accepted => Accepted(writing, accepted),
            UndertakingVaried varied => [Varied(writing, varied)],
            UndertakingJudged judged =>
            [
                new(
                    "The undertaking",
                    [$"Judged: {InWords.Of(judged.Judgement)}, {writing.Effective}."],
                    Items(writing, [judged.Item])
                ),
            ],
            IAnswersApplication answer => [Certificate(writing, answer)],
            CertificateRevoked revoked => [Revoked(writing, revoked)],
            UndertakingsBreached breached =>
            [
                new(
                    "Undertakings that were not kept",
                    [$"Established: {writing.Effective}."],
                    Items(writing, breached.Items)
                ),
            ],
            UndertakingsDischarged discharged =>
            [
                new(
                    "Undertakings that end",
                    [$"Nothing more is to be done for these: {writing.Effective}."],
                    Items(writing, discharged.Items)
                ),
            ],
            UndertakingAdded added =>
            [
                new(
                    "What you have undertaken besides",
                    [$"Added from: {writing.Effective}.", $"Agreed by: {string.Join(", ", added.AgreedBy)}."],
                    Items(writing, [added.Added.Reference])
                ),
            ],
            OrganisationDirected direction =>
            [
                Directed(writing, direction.Directed, direction.Due, direction.Test, direction.Penalty),
            ],
            DirectionIssued direction => [Directed(writing, direction.Directed, direction.Due, direction.Test)],
            _ => [LetterContents.Facts(writing)],
        };

    private static IEnumerable<LetterPart> Accepted(LetterWriting writing, UndertakingsAccepted accepted)
    {
        yield return new(
            "Grounds",
            [
                $"The test applied: {InWords.Of(accepted.Test)}.",
                .. accepted.Grounds.Count == 0 ? [writing.Gap("the grounds")] : accepted.Grounds,
            ]
        );
        yield return new(
            "What you have undertaken",
            [
                $"Accepted: {writing.Effective}.",
                .. accepted.Items.Count == 0 ? (string[])[writing.Gap("the undertakings")] : [],
            ],
            accepted.Items.Count == 0 ? null : Items(writing, null)
        );
        yield return new(
            "Publication and compliance",
            [
                accepted.Publication switch
                {
                    { Address: { } address } => $"The undertakings are published: {address}",
                    { WithheldBecause: { } why } => $"The undertakings are not published: {why}",
                    _ => $"Publication: {writing.Gap("whether and where the undertakings are published")}",
                },
                LegalBasis.All.FirstOrDefault(b => b.Id == accepted.LegalBasis)?.CertificateDays is { } days
                    ? $"You may apply for a certificate that you have complied; it is decided within {days} days."
                    : "The law on which they rest knows no certificates of compliance.",
            ]
        );
    }

    private static LetterPart Varied(LetterWriting writing, UndertakingVaried varied)
    {
        var given = AcceptedUndertakings.Of(writing.Timeline)?.ItemOf(varied.Item);
        return new(
            $"Undertaking {varied.Item}",
            [$"Varied from: {writing.Effective}.", $"Agreed by: {string.Join(", ", varied.AgreedBy)}."],
            new(
                ["", "As given", "From now on"],
                [
                    ["Wording", writing.Or(given?.Wording, "the wording given"), varied.Wording ?? "as before"],
                    ["Due", writing.Or(given?.Due, "the date given"), varied.Due is { } due ? $"{due}" : "as before"],
                ]
            )
        );
    }

    private static LetterPart Certificate(LetterWriting writing, IAnswersApplication answer)
    {
        var application = writing.Timeline.StandsFor(answer.Application)?.Content as CertificateAppliedFor;
        return new(
            "Your application",
            [
                $"Applied for: {writing.Or(application?.Decision.Effective, "when the certificate was applied for")}.",
                answer is CertificateRefused
                    ? $"The certificate of compliance is refused: {writing.Effective}. You may apply again."
                    : $"The certificate of compliance is issued: {writing.Effective}. What it certifies is complied with.",
            ],
            Items(writing, application?.Items)
        );
    }

    private static LetterPart Revoked(LetterWriting writing, CertificateRevoked revoked)
    {
        var issued = writing.Timeline.StandsFor(revoked.Certificate)?.Content as CertificateIssued;
        var application = issued is null
            ? null
            : writing.Timeline.StandsFor(issued.Application)?.Content as CertificateAppliedFor;
        return new(
            "Your certificate",
            [
                $"Issued: {writing.Or(issued?.Decision.Effective, "when the certificate was issued")}.",
                $"Revoked: {writing.Effective}.",
            ],
            Items(writing, application?.Items)
        );
    }

    private static LetterPart Directed(
        LetterWriting writing,
        string directed,
        DateWithPrecision? due,
        LegalTest test,
        long? penalty = null
    ) =>
        new(
            "What you are directed to do",
            [
                directed,
                $"By: {writing.Or(due, "by when")}.",
                $"It holds from: {writing.Effective}.",
                $"The test applied: {InWords.Of(test)}.",
                .. penalty is null ? [] : (string[])[$"To be paid:{InWords.Pounds(penalty)}."],
            ]
        );

    // As they stand on the day on which the decision takes effect.
    private static LetterTable? Items(LetterWriting writing, IReadOnlyList<string>? references)
    {
        if (AcceptedUndertakings.Of(writing.Timeline) is not { } set)
        {
            return null;
        }

        return new(
            ["Reference", "What is to be done", "Due", "By whom"],
            [
                .. from given in set.ItemsBy(writing.Day ?? DateOnly.MaxValue).Select(i => i.Item)
                where references is not { Count: > 0 } || references.Contains(given.Reference)
                let item = writing.Day is { } day ? set.ItemOn(given, day).Item : given
                select (string[])
                    [
                        item.Reference,
                        item.Wording,
                        writing.Or(item.Due, $"when undertaking {item.Reference} is due"),
                        writing.Or(item.Owner, $"who has to bring undertaking {item.Reference} about"),
                    ],
            ]
        );
    }
}
