using Oversight.Record.Organisations;
using Oversight.Record.Undertakings;

namespace Oversight.Projections.Undertakings;

/// <summary>Where undertakings are published, or why they are not.</summary>
/// <param name="Address">Where.</param>
/// <param name="WithheldBecause">Why not.</param>
/// <param name="Said">Who said so, and in which entry.</param>
public sealed record StatedPublication(string? Address, string? WithheldBecause, Statement Said);

/// <summary>An application for a compliance certificate, and what became of it by the day.</summary>
/// <param name="Applied">When it was received, and in which entry.</param>
/// <param name="Items">The undertakings that it is for; null: all.</param>
/// <param name="For">For whom: who gave the undertakings, or the successors to which the application passed; nobody when it ended with the body.</param>
/// <param name="DueBy">The last day on which it may be decided; null where the legal basis knows no certificates.</param>
/// <param name="DaysLeft">Days to that; null when it is decided, or the day is not known.</param>
/// <param name="Overdue">True when that has passed and it is not decided.</param>
/// <param name="Issued">True when a certificate was issued, false when it was refused; null when it is not decided.</param>
/// <param name="Answer">Who decided, when and why.</param>
/// <param name="InTime">Whether it was decided by its last day; null when it is not decided, or days are not known.</param>
/// <param name="Revoked">The entry by which the certificate was revoked.</param>
public sealed record CertificateStanding(
    Statement Applied,
    IReadOnlyList<string>? Items,
    IReadOnlyList<OdsCode> For,
    DateOnly? DueBy,
    int? DaysLeft,
    bool Overdue,
    bool? Issued,
    Statement? Answer,
    bool? InTime,
    Statement? Revoked
)
{
    /// <summary>The applications made by a day.</summary>
    public static IReadOnlyList<CertificateStanding> On(AcceptedUndertakings accepted, DateOnly day) =>
        [
            .. accepted
                .Applications()
                .Where(a => a.Application.Effective.Earliest <= day)
                .Select(a =>
                    Of(accepted, a.Application, a.Answer?.Effective.IsCertainBy(day) == true ? a.Answer : null, day)
                ),
        ];

    private static CertificateStanding Of(
        AcceptedUndertakings accepted,
        BelievedEntry<CertificateAppliedFor> application,
        BelievedEntry<IAnswersApplication>? answer,
        DateOnly day
    )
    {
        var due = accepted.CertificateDue(application);
        var holders = accepted.HoldersOf(OpenItemKind.CertificateApplication, $"{application.Id}", day);
        int? left = answer is null && holders.Count > 0 ? due?.DayNumber - day.DayNumber : null;
        var revocation = answer is null
            ? null
            : accepted
                .Timeline.Of<CertificateRevoked>()
                .FirstOrDefault(e =>
                    accepted.Timeline.StandsFor(e.Content.Certificate)?.Id == answer.Id && e.Effective.IsCertainBy(day)
                );
        return new(
            Statement.Of(application),
            application.Content.Items,
            holders,
            due,
            left,
            left < 0,
            answer is null ? null : answer.Content is CertificateIssued,
            answer is null ? null : Statement.Of(answer),
            answer is null || due is null ? null : answer.Effective.Latest <= due,
            revocation is null ? null : Statement.Of(revocation)
        );
    }
}

/// <summary>A direction that was issued.</summary>
/// <param name="LegalBasis">The id of its legal basis.</param>
/// <param name="Test">The test that was applied.</param>
/// <param name="Directed">What is directed.</param>
/// <param name="Due">By when.</param>
/// <param name="DaysLeft">Days to the latest day of that; null when unknown.</param>
/// <param name="OwedBy">To whom: the organisation, or the successors to which it passed; nobody when it ended with the body.</param>
/// <param name="Open">True until all the undertakings are discharged, or it ended with the body.</param>
/// <param name="Said">Who issued it, when and why.</param>
public sealed record DirectionStanding(
    string LegalBasis,
    LegalTest Test,
    string Directed,
    DateWithPrecision? Due,
    int? DaysLeft,
    IReadOnlyList<OdsCode> OwedBy,
    bool Open,
    Statement Said
)
{
    /// <summary>The directions issued by a day.</summary>
    public static IReadOnlyList<DirectionStanding> On(AcceptedUndertakings accepted, DateOnly day)
    {
        var open = !accepted
            .Timeline.Of<UndertakingsDischarged>()
            .Any(e => e.Content.Items is null && e.Effective.IsCertainBy(day));
        return
        [
            .. from entry in Statement.Begun(accepted.Timeline.Of<DirectionIssued>(), day)
            let direction = entry.Content
            let holders = accepted.HoldersOf(OpenItemKind.Direction, $"{entry.Id}", day)
            select new DirectionStanding(
                direction.LegalBasis,
                direction.Test,
                direction.Directed,
                direction.Due,
                DueDate.DaysLeft(direction.Due, day),
                holders,
                open && holders.Count > 0,
                Statement.Of(entry)
            ),
        ];
    }
}

/// <summary>A breach that was established.</summary>
/// <param name="Items">The undertakings concerned.</param>
/// <param name="Said">Who established it, when and how.</param>
public sealed record EstablishedBreach(IReadOnlyList<string> Items, Statement Said);

/// <summary>
/// One set of undertakings as it stands on a day, as the record stood at a place: a pure function of the entries.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="Organisation">The organisation that gave them; of several the one that leads.</param>
/// <param name="Name">Its name; null when it is not registered.</param>
/// <param name="Region">The code of the region that oversees it; null when it is not registered.</param>
/// <param name="On">The day asked.</param>
/// <param name="Place">The place at which the answer was computed.</param>
/// <param name="Version">The version of the stream at that place; deciding needs it.</param>
/// <param name="Contributing">The greatest place that contributes to the answer.</param>
/// <param name="Accepted">When they were accepted, by whom and why; where they are known by report only, of the report.</param>
/// <param name="JointlyWith">The organisations that gave them together with it.</param>
/// <param name="ByReportOnly">True where what was undertaken is not known: then it is not known either what is due.</param>
/// <param name="Types">What they are about; null where that is not stated.</param>
/// <param name="Supplements">The id of an earlier set that goes on beside these.</param>
/// <param name="Supersedes">The id of an earlier set in whose place these stand.</param>
/// <param name="SupersededBy">The ids of the sets that stand in the place of these: nothing of these is due any more.</param>
/// <param name="LegalBasis">What they rest on in law; null where that is not stated.</param>
/// <param name="Test">The test that was applied; null where that is not stated.</param>
/// <param name="Grounds">The grounds; none where they are not stated.</param>
/// <param name="Publication">Where they are published or why not; null when nothing was said by the day.</param>
/// <param name="Items">The undertakings, in the order of the document.</param>
/// <param name="Open">How many are open; null where they are known by report only.</param>
/// <param name="Overdue">How many of them are overdue; null where they are known by report only.</param>
/// <param name="Certificates">The applications for compliance certificates.</param>
/// <param name="Directions">The directions issued.</param>
/// <param name="Breaches">The breaches established.</param>
/// <param name="Framework">The oversight framework of the day.</param>
/// <param name="Rules">The rules by which open and overdue are found.</param>
public sealed record UndertakingsStanding(
    string Id,
    OdsCode Organisation,
    string? Name,
    string? Region,
    DateOnly On,
    long? Place,
    long Version,
    long Contributing,
    Statement Accepted,
    IReadOnlyList<OdsCode> JointlyWith,
    bool ByReportOnly,
    IReadOnlyList<UndertakingsType>? Types,
    string? Supplements,
    string? Supersedes,
    IReadOnlyList<string> SupersededBy,
    LegalBasis? LegalBasis,
    LegalTest? Test,
    IReadOnlyList<string> Grounds,
    StatedPublication? Publication,
    IReadOnlyList<UndertakingStanding> Items,
    int? Open,
    int? Overdue,
    IReadOnlyList<CertificateStanding> Certificates,
    IReadOnlyList<DirectionStanding> Directions,
    IReadOnlyList<EstablishedBreach> Breaches,
    FrameworkReference Framework,
    IReadOnlyList<AnswerRule> Rules
)
{
    /// <summary>One set; null when none of that stream was accepted at that place.</summary>
    public static UndertakingsStanding? Of(RecordAt record, SubjectId undertakings, DateOnly on)
    {
        if (AcceptedUndertakings.In(record, record.TimelineOf(undertakings)) is not { } accepted)
        {
            return null;
        }

        var registration = record.RegistrationOf(accepted.Organisation);
        var items = UndertakingStanding.On(accepted, on);
        return new(
            undertakings.Id,
            accepted.Organisation,
            registration is null ? null : record.NameOf(accepted.Organisation, on),
            registration?.Region,
            on,
            record.PlaceTold,
            accepted.Timeline.Version,
            record.ContributingTo(undertakings),
            Statement.Of(accepted.Accepted),
            [.. accepted.GivenBy.Skip(1)],
            accepted.IsByReportOnly,
            accepted.Content.Types,
            accepted.Content.SetSupplemented,
            accepted.Content.SetSuperseded,
            [.. accepted.SupersededBy(on).Select(later => later.Subject.Id)],
            accepted.Basis,
            accepted.Content.RestsOn().Test,
            accepted.Content.WhyAccepted,
            accepted.PublicationOn(on) is var (publication, entry)
                ? new(publication.Address, publication.WithheldBecause, Statement.Of(entry))
                : null,
            items,
            accepted.IsByReportOnly ? null : items.Count(i => i.Open),
            accepted.IsByReportOnly ? null : items.Count(i => i.Overdue),
            CertificateStanding.On(accepted, on),
            DirectionStanding.On(accepted, on),
            [
                .. Statement
                    .Begun(accepted.Timeline.Of<UndertakingsBreached>(), on)
                    .Select(e => new EstablishedBreach(e.Content.Items, Statement.Of(e))),
            ],
            FrameworkReference.On(on, record.Frameworks),
            [AnswerRules.UndertakingDue, AnswerRules.CertificateDecidedInTime, AnswerRules.DirectionDue]
        );
    }

    /// <summary>Every set that was accepted, or may have been, by a day, by stream identity.</summary>
    public static IReadOnlyList<UndertakingsStanding> All(RecordAt record, DateOnly on) =>
        [
            .. record
                .Subjects.Where(s => s.Kind == SubjectKind.Undertakings)
                .Select(s => Of(record, s, on))
                .OfType<UndertakingsStanding>()
                .Where(u => u.Accepted.Effective.Earliest <= on),
        ];
}
