using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Organisations;
using Oversight.Record.Segments;
using Oversight.Record.Time;

namespace Oversight.Desk.Tests;

/// <summary>Decisions to log, in few words.</summary>
internal static class Decisions
{
    public static OdsCode Ods(string code) => OdsCode.Parse(code);

    public static SubjectId Subject(string code) => SubjectId.Of(Ods(code));

    public static Decision Decided(string day, string body = "nhs-england", string? person = null) =>
        new(DateWithPrecision.Parse(day), DateWithPrecision.Parse(day), new DecidedBy(body, Person: person))
        {
            Rationale = "Said in a test.",
        };

    public static LogDecision Assign(string ods, int segment, string day, string body = "nhs-england") =>
        new(SubjectId.Of(Ods(ods)), new SegmentAssigned(Decided(day, body), segment));

    /// <summary>As a caller hands it in: the person's name is taken out by the desk.</summary>
    public static LogDecision AssignBy(string person, string ods, int segment, string day) =>
        new LogDecision(SubjectId.Of(Ods(ods)), new SegmentAssigned(Decided(day, person: person), segment));

    public static LogDecision Register(string ods, string day = "2024-04-01") =>
        new(
            SubjectId.Of(Ods(ods)),
            new OrganisationRegistered(Decided(day), Ods(ods), OrganisationKind.NhsTrust, $"Trust {ods}", "Y60")
        );

    public static long VersionOf(this RecordAt record, string ods) => record.TimelineOf(Ods(ods))?.Version ?? 0;
}
