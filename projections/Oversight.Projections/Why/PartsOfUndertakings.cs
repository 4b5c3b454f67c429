using Oversight.Projections.Undertakings;

namespace Oversight.Projections.Why;

/// <summary>The parts of a status that tell of an organisation's undertakings: of all of them, and of each set.</summary>
internal static class PartsOfUndertakings
{
    /// <summary>Those of an organisation on a day; a set that it gave, or that it owes something of, has one.</summary>
    public static IEnumerable<PartOfStatus> Of(RecordAt record, OdsCode ods, DateOnly on) =>
        [
            new("undertakings", "Undertakings", null, at => Undertakings(at, ods, on)),
            .. SetsOf(record, ods, on)
                .Select(set => SubjectId.Of(SubjectKind.Undertakings, set.Id))
                .Select(set => new PartOfStatus(
                    "undertakings-set",
                    $"Undertakings {set.Id}",
                    set,
                    at => UndertakingsSet(at, set, on)
                )),
        ];

    private static IReadOnlyList<UndertakingsStanding> SetsOf(RecordAt record, OdsCode ods, DateOnly on) =>
        [
            .. record
                .Naming(ods)
                .Select(timeline => timeline.Subject)
                .Where(subject => subject.Kind == SubjectKind.Undertakings)
                .Select(subject => UndertakingsStanding.Of(record, subject, on))
                .OfType<UndertakingsStanding>()
                .Where(set => set.Accepted.Effective.Earliest <= on)
                .Where(set =>
                    set.Organisation == ods
                    || set.JointlyWith.Contains(ods)
                    || set.Items.Any(item => item.OwedBy.Contains(ods))
                ),
        ];

    private static PartAnswer Undertakings(RecordAt record, OdsCode ods, DateOnly on)
    {
        var sets = SetsOf(record, ods, on);
        return new(
            PartAnswer.Set(sets.Select(set => (set.Id, Open: set.Open > 0))),
            sets.Count == 0
                ? record.Unstated("no undertakings are recorded to have been accepted by this day")
                : $"{(sets.Count == 1 ? "one set" : $"{sets.Count} sets")}: {InWords.Several(sets.Select(set => $"{set.Id}{(set.Open == 0 ? " (nothing open)" : "")}"))}",
            sets.Count > 0,
            [AnswerRules.UndertakingDue]
        );
    }

    private static PartAnswer? UndertakingsSet(RecordAt record, SubjectId undertakings, DateOnly on)
    {
        if (UndertakingsStanding.Of(record, undertakings, on) is not { } set)
        {
            return null;
        }

        return new(
            new
            {
                set.Accepted.Effective,
                set.Accepted.DecidedBy.Body,
                GivenBy = PartAnswer.Set(set.JointlyWith.Append(set.Organisation)),
                set.ByReportOnly,
                Types = PartAnswer.Set(set.Types ?? []),
                set.Supplements,
                set.Supersedes,
                Basis = set.LegalBasis?.Id,
                set.Test,
                Grounds = PartAnswer.Set(set.Grounds),
                set.Publication?.Address,
                set.Publication?.WithheldBecause,
                Certificates = PartAnswer.Set(
                    set.Certificates.Select(c => new
                    {
                        Applied = c.Applied.Effective,
                        Items = c.Items is null ? null : PartAnswer.Set(c.Items),
                        For = PartAnswer.Set(c.For),
                        c.DueBy,
                        c.Issued,
                        Answered = c.Answer?.Effective,
                        Revoked = c.Revoked?.Effective,
                    })
                ),
                Breaches = PartAnswer.Set(
                    set.Breaches.Select(b => (PartAnswer.Set(b.Items), b.Said.Effective, b.Said.DecidedBy.Body))
                ),
                SupersededBy = PartAnswer.Set(set.SupersededBy),
                Items = PartAnswer.Set(
                    set.Items.Select(item => new
                    {
                        item.Reference,
                        item.Wording,
                        item.Due,
                        OrElse = PartAnswer.Set(item.OrElse),
                        item.Open,
                        item.Overdue,
                        OwedBy = PartAnswer.Set(item.OwedBy),
                    })
                ),
            },
            set is { Open: { } open, Overdue: { } overdue }
                ? $"{open} of {set.Items.Count} open, {overdue} overdue; accepted {set.Accepted.Effective}"
                : $"by report only since {set.Accepted.Effective}: what was undertaken is not stated",
            set.Open is not null,
            [AnswerRules.UndertakingDue, AnswerRules.PassesByDecision, AnswerRules.CertificateDecidedInTime]
        );
    }
}
