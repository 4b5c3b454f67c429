using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Finance;
using Oversight.Record.Frameworks;
using Oversight.Record.Organisations;
using Oversight.Record.Recovery;
using Oversight.Record.Segments;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;

namespace Oversight.Record.Tests.Given;

/// <summary>Good events to begin with; a test changes the one thing that it is about.</summary>
internal static class Sample
{
    public const string National = "nhs-england";
    public const string Regional = "nhs-england-Y60";

    /// <summary>An ICB, established on 1 July 2022.</summary>
    public static OdsCode Icb { get; } = OdsCode.Parse("QOC");

    /// <summary>Another ICB.</summary>
    public static OdsCode OtherIcb { get; } = OdsCode.Parse("QUA");

    /// <summary>An ICB of 2026.</summary>
    public static OdsCode NewIcb { get; } = OdsCode.Parse("S1Y5D");

    /// <summary>A trust.</summary>
    public static OdsCode Trust { get; } = OdsCode.Parse("RXW");

    public static Source Publication { get; } = new("PRN01455", "lines 14-16");

    public static DateWithPrecision Date(string text) => DateWithPrecision.Parse(text);

    /// <summary>A decision taken nationally, live, decided on its effective day when that is a day.</summary>
    public static Decision Decision(string effective, string by = National, string? decided = null) =>
        new(
            Date(effective),
            Date(decided ?? (Date(effective).Precision == DatePrecision.Day ? effective : "2024-05-01")),
            new(by)
        );

    public static OrganisationRegistered Registered(
        OdsCode organisation,
        string from = "2022-07-01",
        OrganisationKind kind = OrganisationKind.Icb
    ) => new(Decision(from), organisation, kind, $"NHS {organisation} Integrated Care Board", "Y60");

    public static OrganisationSucceeded Succeeded(string on, params OdsCode[] successors) =>
        new(Decision(on, decided: "2024-05-01"), [.. successors.Select(s => new Successor(s, SuccessionKind.Merger))]);

    public static SystemJoined Joined(string from, OdsCode? system = null) => new(Decision(from), system ?? Icb);

    public static OrganisationRenamed Renamed(string from, string name) => new(Decision(from), name);

    public static SegmentAssigned Assigned(int segment, string from, string by = National) =>
        new(Decision(from, by), segment);

    public static SegmentPublished Published(int segment, string period) =>
        new(Decision(period) with { Source = Publication }, segment, $"Segment {segment} as printed");

    public static SegmentReviewed Reviewed(int segment, string on, string? nextDue = null) =>
        new(Decision(on), segment, nextDue is null ? null : Date(nextDue));

    public static AnnualAssessmentPublished Assessed(string year) =>
        new(Decision(year) with { Source = Publication }, [new("Improving the outcomes", "It did well.", "18-18")]);

    public static FinancialPositionStated Finances(
        string period,
        FinancialBalance outturn,
        Concerning scope = Concerning.System
    ) => new(Decision(period) with { Source = Publication }, scope, Outturn: new(outturn));

    public static EntryCorrected Corrected(Guid target, Event replacement) =>
        new(Decision("2024-05-02") with { Rationale = "It was mistyped." }, target, replacement);

    public static EntryRetracted Retracted(Guid target) =>
        new(Decision("2024-05-02") with { Rationale = "It never happened." }, target);

    public static FrameworkPublished Framework(string id, string from, string? until = null, bool icbs = true) =>
        new(
            Decision(from),
            new(
                id,
                $"Framework {id}",
                $"{id[4..8]}/{id[9..]}",
                [
                    new(1, "Consistently high performing"),
                    new(2, "On track"),
                    new(3, "Support"),
                    new(4, "Mandated support"),
                ],
                icbs
                    ? [OrganisationKind.Icb, OrganisationKind.NhsTrust]
                    : [OrganisationKind.NhsTrust, OrganisationKind.NhsFoundationTrust],
                4,
                "Recovery Support Programme",
                [National],
                ReviewMonths: 3,
                InForceUntil: until is null ? null : Date(until)
            )
        );

    /// <summary>A framework with one more segment than the others.</summary>
    public static FrameworkPublished WithSegmentFive(string id, string from)
    {
        var published = Framework(id, from);
        return published with
        {
            Framework = published.Framework with
            {
                Segments = [.. published.Framework.Segments, new(5, "Most in need")],
            },
        };
    }

    public static SegmentProposed Proposed(int segment, string from) =>
        new(Decision(from, Regional) with { Rationale = "Performance fell." }, segment);

    public static SegmentAgreed Agreed(Guid proposal, int segment, string from, string by = National) =>
        new(Decision(from, by), proposal, segment);

    public static SegmentDeclined Declined(Guid proposal, string on) =>
        new(Decision(on) with { Rationale = "The plan is believed." }, proposal);

    public static RecoveryEntered Entered(string from, params OdsCode[] members) =>
        new(Decision(from), "An engagement", members);

    /// <summary>The same event as it is when logged later than it was decided, or taken over from a document.</summary>
    public static Event From(this Event content, Origin origin) =>
        content with
        {
            Decision = content.Decision with { Origin = origin },
        };

    /// <summary>The command that asks for an event to be recorded about a subject.</summary>
    public static LogDecision Ask(SubjectId about, Event content) => new(about, content);

    /// <summary>The same event with its decision changed.</summary>
    public static T With<T>(this T content, Func<Decision, Decision> change)
        where T : Event => content with { Decision = change(content.Decision) };
}
