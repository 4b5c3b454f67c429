using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Deadlines;
using Oversight.Projections.Readiness;
using Oversight.Projections.Registers;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;
using Oversight.Record.Catalogue;
using Oversight.Record.Recovery;

namespace Oversight.Desk.Replay;

/// <summary>What a replay asks for.</summary>
internal enum AnswerKind
{
    Status,
    History,
    Readiness,
    Undertakings,
    Deadlines,
    Question,
}

/// <summary>Something asked of the record at each of several places.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="What">The same in words, with the subject or parameters and the day.</param>
/// <param name="Answer">The answer from the record at a place.</param>
/// <param name="Reference">The subject and day for which the reference in SQL answers too; null when it does not.</param>
internal sealed record Asked(
    AnswerKind Kind,
    string What,
    Func<RecordAt, object?> Answer,
    (SubjectId Subject, DateOnly Day)? Reference = null
);

/// <summary>An answer as it was given.</summary>
/// <param name="Hash">The SHA-256 of its JSON bytes, half of it.</param>
/// <param name="Lines">
/// What the reference in SQL says too, each line as it writes it; for other answers how many rows they have. None when there is
/// nothing to answer about.
/// </param>
internal readonly record struct Given(UInt128 Hash, IReadOnlyList<string> Lines)
{
    public static Given From(object? answer)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(answer, EventCatalogue.Json), hash);
        return new(BinaryPrimitives.ReadUInt128BigEndian(hash), LinesOf(answer));
    }

    private static IReadOnlyList<string> LinesOf(object? answer) =>
        answer switch
        {
            OrganisationStatus status => [Line(status)],
            EngagementReadiness readiness =>
            [
                .. readiness.Members.Select(m =>
                    $"{m.Organisation} a member: {InWords.Stored(m.Membership)} {Ids(m.RestsOn)}"
                ),
                .. Enum.GetValues<CriteriaPurpose>()
                    .Select(purpose =>
                        $"{InWords.Stored(purpose)} criteria {Ids(readiness.CriteriaSets.Where(s => s.Purpose == purpose).Select(s => s.Said.Entry))}"
                    ),
                .. from member in readiness.Members
                from criterion in member.Criteria
                select $"{member.Organisation} exit {Line(criterion)}",
                .. from member in readiness.Members
                from criterion in member.TransitionCriteria
                select $"{member.Organisation} transition {Line(criterion)}",
                .. readiness.Milestones.Select(Line),
                .. from member in readiness.Members
                let target = member.TargetExit
                where target is not null
                select $"{member.Organisation} target exit: {Line(target)}",
                .. readiness.TransitionPlan is { } plan ? [Line(plan)] : Array.Empty<string>(),
            ],
            UndertakingsStanding undertakings =>
            [
                $"accepted {undertakings.Accepted.Effective.Stored}",
                .. undertakings.Items.Select(Line),
                .. undertakings.Certificates.Select(Line),
            ],
            AuditHistory history => [$"{history.Entries.Count} entries"],
            RegisterAnswer table => [$"{table.Rows.Count} rows"],
            Deadlines deadlines => [$"{deadlines.All.Count} deadlines"],
            _ => [],
        };

    private static string Line(OrganisationStatus status) =>
        $"{InWords.Stored(status.Existence.State)}, segment {InWords.Stored(status.Segment.State)}"
        + (status.Segment.Number is { } number ? $" {number}" : "")
        + $", resting on {Ids(status.Segment.Candidates.Select(c => c.Entry))}";

    private static string Line(CriterionReadiness criterion) =>
        $"{criterion.Criterion.Reference}: {(criterion.Satisfied ? "satisfied" : "not satisfied")}, "
        + $"{Due(criterion.Criterion.Due)}{(criterion.Overdue ? ", overdue" : "")}"
        + $", national {Rated(criterion.Ratings.National)}, region {Rated(criterion.Ratings.Region)}"
        + $", self {Rated(criterion.Ratings.Self)}"
        + $", evidence {Evidence(criterion.Evidence)}";

    private static string Line(Milestone milestone) =>
        $"milestone {milestone.Reference}: {InWords.Stored(milestone.State)}, {Due(milestone.Due)}{(milestone.Overdue ? ", overdue" : "")}"
        + $", resting on {Ids(milestone.RestsOn)}";

    private static string Line(TargetExit target) =>
        $"{target.Target?.Stored ?? "-"}, moved {target.Moved}"
        + $", last {Ids(target.Candidates.Select(c => c.Said.Entry))}{OrNone(target.PerhapsNone)}";

    private static string Line(TransitionPlan plan) =>
        $"transition plan {Ids(plan.Candidates.Select(c => c.Entry))}{(plan.Completed ? " completed" : "")}"
        + $", reviewed {plan.LastReview?.Stored ?? "never"}, next {plan.NextReviewDue?.Stored ?? "-"}{(plan.Overdue ? ", overdue" : "")}";

    private static string Line(CertificateStanding certificate) =>
        $"application {certificate.Applied.Entry.Id}: by {certificate.DueBy?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-"}"
        + $", {(certificate.Issued is { } issued ? issued ? "issued" : "refused" : "not decided")}"
        + $"{(certificate.Overdue ? ", overdue" : "")}{(certificate.Revoked is null ? "" : ", revoked")}";

    private static string Evidence(IEnumerable<EvidenceStanding> evidence) =>
        $"[{string.Join(", ", evidence.Select(e => $"{e.Entry.Id} {InWords.Stored(e.State)}"))}]";

    private static string Line(UndertakingStanding item) =>
        $"{item.Reference}: {Due(item.Due)}, {(item.Open ? $"open for {string.Join(", ", item.OwedBy)}" : "not open")}{(item.Overdue ? ", overdue" : "")}"
        + $", judged {Ids(item.Judgements.Select(j => j.Said.Entry))}{OrNone(item.PerhapsNotJudged)}"
        + $", evidence {Evidence(item.Evidence)}";

    private static string Rated<T>(CriterionRating<T> rating)
        where T : struct, Enum => Ids(rating.Candidates.Select(c => c.Said.Entry)) + OrNone(rating.PerhapsNone);

    private static string OrNone(bool perhaps) => perhaps ? " or none" : "";

    private static string Due(DateWithPrecision? due) => $"due {due?.Stored ?? "at no date"}";

    private static string Ids(IEnumerable<EntryReference> entries) =>
        $"[{string.Join(' ', entries.Select(e => e.Id))}]";
}
