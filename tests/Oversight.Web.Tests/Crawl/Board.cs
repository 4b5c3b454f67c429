using Oversight.Desk;
using Oversight.Desk.Reference;
using Oversight.Projections.Timelines;
using Oversight.Record;
using Oversight.Record.Catalogue;
using Oversight.Record.Corrections;
using Oversight.Record.Entries;
using Oversight.Record.Segments;

namespace Oversight.Web.Tests.Crawl;

/// <summary>A small record: two boards of two regions, a trust of each, and an engagement of which the first board was told.</summary>
internal static class Board
{
    public static OdsCode Icb => Example.Icb;

    public static OdsCode Trust => Example.Trust;

    /// <summary>Of another region.</summary>
    public static OdsCode Other { get; } = OdsCode.Parse("QVV");

    public static SubjectId Engagement { get; } = SubjectId.Of(SubjectKind.Recovery, "qoc-2024");

    /// <summary>The SHA-256 of a document of the board that no entry names.</summary>
    public const string SecretDocument = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";

    /// <summary>The id of what begins with a secret entry.</summary>
    public const string KeptId = "kept-from-others";

    /// <summary>What begins with a secret entry.</summary>
    public static SubjectId Secret(SubjectKind kind) => SubjectId.Of(kind, KeptId);

    /// <summary>What everybody may know, and what the board was told.</summary>
    public static Draft On(RecordAt empty, DateTimeOffset now)
    {
        var draft = new Draft(empty, now, ReferenceDecisions.LoggedBy);
        foreach (
            var command in ReferenceDecisions
                .All()
                .Where(command =>
                    command.Subject.Kind == SubjectKind.Framework
                    || command.Subject.Organisation is { } ods && (ods == Icb || ods == Trust || ods == Other)
                )
        )
        {
            draft.Take(command);
        }

        draft.Take(Told(Engagement, "recovery_entered", """ "title": "A system", "members": ["QOC"] """));
        draft.Take(
            Told(
                Engagement,
                "exit_criteria_agreed",
                """
                "purpose": "exit", "criteria": [{"reference": "EC1", "theme": "Finance", "wording": "It breaks even."}]
                """
            )
        );
        draft.Take(Told(SubjectId.Of(Icb), "segment_assigned", """ "segment": 3 """));
        // The board challenged some of it, of which one thing was mended; by nobody who is to answer.
        var (entered, assigned) = (draft.Entries[^3].Id, draft.Entries[^1]);
        draft.Take(Challenged(assigned.Subject, draft.Entries.First(entry => entry.Subject == assigned.Subject).Id));
        draft.Take(Challenged(Engagement, entered));
        draft.Take(Challenged(assigned.Subject, assigned.Id));
        var segment = (SegmentAssigned)assigned.Event;
        draft.Take(
            new(assigned.Subject, new EntryCorrected(segment.Decision, assigned.Id, segment with { Segment = 2 }))
        );
        return draft;
    }

    private static LogDecision Challenged(SubjectId subject, Guid entry) =>
        Told(
            subject,
            "entry_challenged",
            $$""" "entry": "{{entry}}", "organisation": "{{Icb}}", "wrong": "All of it." """
        );

    private static LogDecision Told(SubjectId subject, string name, string content) =>
        new(
            subject,
            EventCatalogue.Read(
                name,
                $$"""
                {"decision": {"effective": {{Day}}, "decided": {{Day}}, "decidedBy": {"body": "nhs-england"}, "rationale": "So.",
                 "origin": "back-dated", "communicated": "2024-06-01"}, {{content}} }
                """
            )
        );

    private const string Day = "\"2024-05-01\"";
}
