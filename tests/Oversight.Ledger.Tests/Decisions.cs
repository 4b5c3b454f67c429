using Oversight.Desk;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.People;
using Oversight.Record.Segments;
using Oversight.Record.Time;

namespace Oversight.Ledger.Tests;

/// <summary>Decisions to log, in few words.</summary>
internal static class Decisions
{
    public const string Person = "Wilhelmina Quatermain-Featherstone";

    public static OdsCode Ods(string code) => OdsCode.Parse(code);

    public static Decision Decided(string day, string? person = null, Origin origin = Origin.BackDated) =>
        new(
            DateWithPrecision.Parse(day),
            DateWithPrecision.Parse(day),
            new DecidedBy("nhs-england", "Regional Director", person)
        )
        {
            Rationale = "Said in a test; \"quoted\", with é, 漢 and 🙂.",
            Origin = origin,
            Evidence = [new EvidenceReference("Letter", "ref-1", new string('a', 64))],
        };

    public static LogDecision Register(string ods, string day = "2022-07-01") =>
        new(
            SubjectId.Of(Ods(ods)),
            new OrganisationRegistered(Decided(day), Ods(ods), OrganisationKind.NhsTrust, $"Trust {ods}", "Y60", ["It"])
        );

    public static LogDecision Assign(string ods, int segment, string day = "2024-05-01", string? person = null) =>
        new(SubjectId.Of(Ods(ods)), new SegmentAssigned(Decided(day, person), segment));

    public static LogDecision Framework(string id = "nof-test") =>
        new(
            SubjectId.OfFramework(id),
            new FrameworkPublished(
                Decided("2022-04-01"),
                new FrameworkVersion(
                    id,
                    "A framework",
                    "2022/23",
                    [new FrameworkSegment(1, "1"), new FrameworkSegment(2, "2"), new FrameworkSegment(3, "3")],
                    [OrganisationKind.NhsTrust],
                    3,
                    "Recovery Support Programme",
                    ["nhs-england"],
                    3,
                    DateWithPrecision.Parse("2022-04-01")
                )
            )
        );

    /// <summary>Logs it on the version that its subject is at.</summary>
    public static async Task<Receipt> LogAsync(this OpenedRecord opened, LogDecision command, LoggedBy? by = null)
    {
        var version = (await opened.NowAsync()).TimelineOf(command.Subject)?.Version ?? 0;
        // These tests log alike decisions on purpose.
        var who = (by ?? new("user:1", Grants.OfTheProgram)) with
        {
            Again = true,
        };
        return await opened.Desk.LogAsync(command, version, who, CancellationToken.None);
    }
}
