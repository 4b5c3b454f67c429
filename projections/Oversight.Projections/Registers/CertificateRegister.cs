using Oversight.Record.Undertakings;

namespace Oversight.Projections.Registers;

/// <summary>What became of an application for a compliance certificate.</summary>
public enum CertificateOutcome
{
    /// <summary>It is not decided.</summary>
    Waiting,

    /// <summary>The certificate was issued.</summary>
    Issued,

    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>It was issued, and revoked since.</summary>
    Revoked,
}

/// <summary>The applications for compliance certificates.</summary>
internal static class CertificateRegister
{
    public static Register Register { get; } =
        Registers.Register.Of(
            "certificates",
            "Compliance certificates",
            "Every application for a compliance certificate by the day, and whether it was decided in time.",
            new ColumnsOf<Item>()
                .Text("undertakings", "Set", "The id of the set of undertakings.", c => c.Set.Subject.Id)
                .Text("ods", "ODS", "The organisation that applied.", c => c.Set.Organisation.Value)
                .Text("name", "Organisation", "Its name.", c => c.Name)
                .List("region", "Region", "The code of its region.", c => c.Regions)
                .Text(
                    "legalBasis",
                    "Legal basis",
                    "The id of what the undertakings rest on in law.",
                    c => c.Set.Basis.Id
                )
                .List(
                    "items",
                    "For",
                    "The undertakings that it is for; all where empty.",
                    c => c.Application.Content.Items
                )
                .Date("applied", "Applied", "When the application was received.", c => c.Application.Effective)
                .Number(
                    "days",
                    "Days allowed",
                    "Within how many days it has to be decided.",
                    c => c.Set.Basis.CertificateDays
                )
                .Day("due", "Due", "The last day on which it may be decided.", c => c.Due)
                .Word<CertificateOutcome>("outcome", "Outcome", "What became of it.", c => c.Outcome)
                .Date("decided", "Decided", "When.", c => c.Answer?.Effective)
                .Number(
                    "daysToDecide",
                    "Days to decide",
                    "Days from the one to the other, by their latest days.",
                    c => c.DaysToDecide
                )
                .YesNo(
                    "inTime",
                    "In time",
                    "Whether it was decided in time; no also when it waits and the day has passed; empty while there is time.",
                    c => c.InTime
                )
                .Text(
                    "decidedBy",
                    "Decided by",
                    "Who decided.",
                    c => c.Answer is null ? null : Said.By(c.Answer.Content.Decision.DecidedBy)
                )
                .Text("reason", "Reason", "Why.", c => (c.Revocation ?? c.Answer)?.Content.Decision.Rationale),
            "undertakings, ods, name, items, applied, due, outcome, decided, daysToDecide, inTime",
            (record, day) =>
            {
                var organisations = new RegisteredOrganisations(record);
                return from subject in record.Subjects
                    let set = AcceptedUndertakings.Of(record.TimelineOf(subject))
                    where set is not null
                    from application in set.Applications()
                    where application.Application.Effective.Earliest <= day
                    let answer = application.Answer?.Effective.Earliest <= day ? application.Answer : null
                    select new Item(
                        set,
                        application.Application,
                        answer,
                        answer is null
                            ? null
                            : Said.Last(
                                set.Timeline.Of<CertificateRevoked>().Where(e => e.Content.Certificate == answer.Id),
                                day
                            ),
                        day,
                        organisations.NameOf(set.Organisation),
                        organisations.RegionsOf([set.Organisation]),
                        Said.Framework(record, day)
                    );
            },
            c =>
                new(
                    new BelievedEntry?[] { c.Set.Accepted, c.Application, c.Answer, c.Revocation }
                        .OfType<BelievedEntry>()
                        .Select(EntryReference.To),
                    [AnswerRules.CertificateDecidedInTime],
                    c.Framework
                ),
            MayBeMissing.Undertakings,
            MayBeMissing.Certificate
        );

    private sealed record Item(
        AcceptedUndertakings Set,
        BelievedEntry<CertificateAppliedFor> Application,
        BelievedEntry? Answer,
        BelievedEntry? Revocation,
        DateOnly On,
        string Name,
        IReadOnlyList<string> Regions,
        string? Framework
    )
    {
        public DateOnly? Due => Set.CertificateDue(Application);

        public CertificateOutcome Outcome =>
            Revocation is not null ? CertificateOutcome.Revoked
            : Answer?.Content is CertificateIssued ? CertificateOutcome.Issued
            : Answer is not null ? CertificateOutcome.Refused
            : CertificateOutcome.Waiting;

        public int? DaysToDecide =>
            Answer is { Effective: { Precision: not DatePrecision.Unknown } decided }
                ? Said.Days(Application.Effective, decided.Latest)
                : null;

        public bool? InTime =>
            Due is not { } due ? null
            : Answer is not null ? Answer.Effective.Latest <= due
            : On > due ? false
            : null;
    }
}
