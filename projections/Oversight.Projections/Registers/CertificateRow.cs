using Oversight.Record.Organisations;
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

    /// <summary>The body that applied ended, and nobody is to decide it any more.</summary>
    Ended,
}

/// <summary>Every application for a compliance certificate by the day, and whether it was decided in time.</summary>
internal sealed class CertificateRow(
    RecordAt record,
    AcceptedUndertakings set,
    BelievedEntry<CertificateAppliedFor> application,
    BelievedEntry? answer,
    DateOnly on
) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "certificates",
            "Compliance certificates",
            "undertakings, ods, name, items, applied, due, outcome, decided, daysToDecide, inTime",
            On,
            MayBeMissing.Undertakings,
            MayBeMissing.Certificate
        );

    /// <summary>The id of the set of undertakings.</summary>
    [Heading("Set")]
    public string Undertakings => set.Subject.Id;

    /// <summary>The organisations that gave the undertakings, or the successors to which the application passed.</summary>
    [Heading("ODS")]
    public IEnumerable<OdsCode> Ods => Whose;

    /// <summary>Their names.</summary>
    [Heading("Organisation")]
    public IEnumerable<string> Name => Whose.Select(ods => record.NameOf(ods, on));

    /// <summary>The codes of their regions.</summary>
    public IEnumerable<string> Region => record.RegionsOf([.. Whose]);

    /// <summary>The id of what the undertakings rest on in law.</summary>
    public string? LegalBasis => set.Basis?.Id;

    /// <summary>The undertakings that it is for; all where empty.</summary>
    [Heading("For")]
    public IEnumerable<string>? Items => application.Content.Items;

    /// <summary>When the application was received.</summary>
    public DateWithPrecision Applied => application.Effective;

    /// <summary>Within how many days it has to be decided.</summary>
    [Heading("Days allowed")]
    public int? Days => set.Basis?.CertificateDays;

    /// <summary>The last day on which it may be decided.</summary>
    public DateOnly? Due => set.CertificateDue(application);

    /// <summary>What became of it.</summary>
    public CertificateOutcome Outcome =>
        Revocation is not null ? CertificateOutcome.Revoked
        : answer?.Content is CertificateIssued ? CertificateOutcome.Issued
        : answer is not null ? CertificateOutcome.Refused
        : holders.Count == 0 ? CertificateOutcome.Ended
        : CertificateOutcome.Waiting;

    /// <summary>When.</summary>
    public DateWithPrecision? Decided => answer?.Effective;

    /// <summary>Days from the one to the other, by their latest days.</summary>
    public int? DaysToDecide =>
        answer is { Effective: { Precision: not DatePrecision.Unknown } decided }
            ? Said.Days(application.Effective, decided.Latest)
            : null;

    /// <summary>
    /// Whether it was decided in time; no also when it waits and the day has passed; empty while there is time.
    /// </summary>
    public bool? InTime =>
        Due is not { } due ? null
        : answer is not null ? answer.Effective.Latest <= due
        : Outcome == CertificateOutcome.Waiting && on > due ? false
        : null;

    /// <summary>Who decided.</summary>
    public string? DecidedBy => answer is null ? null : Said.By(answer.Content.Decision.DecidedBy);

    /// <summary>Why.</summary>
    public string? Reason => (Revocation ?? answer)?.Content.Decision.Rationale;

    protected override Basis Basis =>
        new(
            new BelievedEntry?[] { set.Accepted, application, answer, Revocation }
                .OfType<BelievedEntry>()
                .Concat(
                    set.DisposalsOf(OpenItemKind.CertificateApplication, $"{application.Id}", on).Select(d => d.Entry)
                )
                .Select(EntryReference.To),
            [AnswerRules.CertificateDecidedInTime],
            Said.Framework(record, on)
        );

    private readonly IReadOnlyList<OdsCode> holders = set.HoldersOf(
        OpenItemKind.CertificateApplication,
        $"{application.Id}",
        on
    );

    private IReadOnlyList<OdsCode> Whose => holders.Count > 0 ? holders : set.GivenBy;

    private BelievedEntry? Revocation =>
        answer is null
            ? null
            : Said.Last(set.Timeline.Of<CertificateRevoked>().Where(e => e.Content.Certificate == answer.Id), on);

    private static IEnumerable<CertificateRow> On(RecordAt record, DateOnly day) =>
        from subject in record.Subjects
        let set = AcceptedUndertakings.Of(record.TimelineOf(subject))
        where set is not null
        from application in set.Applications()
        where application.Application.Effective.Earliest <= day
        let answer = application.Answer?.Effective.Earliest <= day ? application.Answer : null
        select new CertificateRow(record, set, application.Application, answer, day);
}
