using System.Globalization;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Questions;
using Oversight.Projections.Status;
using Oversight.Record.Events;
using Oversight.Record.Organisations;
using Oversight.Record.Time;

namespace Oversight.Web.Pages;

/// <summary>What pages call things.</summary>
internal static class Words
{
    /// <summary>A day: 31 March 2024.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>An instant in London: 21 November 2026, 20:57:53.</summary>
    public static string Instant(DateTimeOffset instant) =>
        London.At(instant).ToString("d MMMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A kind of organisation.</summary>
    public static string Kind(OrganisationKind kind) =>
        kind switch
        {
            OrganisationKind.Icb => "Integrated care board",
            OrganisationKind.NhsTrust => "NHS trust",
            _ => "NHS foundation trust",
        };

    /// <summary>Who decided, with role and name where the record has them.</summary>
    public static string DecidedBy(DecidedBy who, IReadOnlyDictionary<string, string> people)
    {
        var name = who.Person is { } person ? people.GetValueOrDefault(person, "name erased") : null;
        return string.Join(", ", new[] { Body(who.Body), who.Role, name }.OfType<string>());
    }

    /// <summary>Who logged it. Signed-in users are shown by the beginning of their id.</summary>
    public static string LoggedBy(string subject) =>
        subject switch
        {
            "oversight:reference-data" => "Oversight, reference data",
            _ when subject.StartsWith("user:", StringComparison.Ordinal) && subject.Length > 13 =>
                $"user {subject[5..13]}",
            _ => subject,
        };

    /// <summary>What became of an entry.</summary>
    public static string Standing(EntryStanding standing) =>
        standing switch
        {
            EntryStanding.Stands => "Stands",
            EntryStanding.Corrected => "Corrected",
            _ => "Retracted",
        };

    /// <summary>How much can be said about a segment, in a word for its mark.</summary>
    public static string State(SegmentStatus segment) =>
        segment.State switch
        {
            SegmentState.Certain => $"Segment {segment.Number}",
            SegmentState.Uncertain => "Uncertain",
            SegmentState.NotSegmented => "Not segmented",
            _ => "Not known",
        };

    /// <summary>The answer beside its mark, without the word that the mark says already.</summary>
    public static string Answer(SegmentStatus segment)
    {
        var said = segment.State switch
        {
            SegmentState.Certain => $"{segment.Number}, ",
            SegmentState.Uncertain => "uncertain: ",
            SegmentState.NotKnown => "not known: ",
            _ => "",
        };
        return segment.Text.StartsWith(said, StringComparison.Ordinal) ? segment.Text[said.Length..] : segment.Text;
    }

    /// <summary>Who asks a question.</summary>
    public static string Role(Role role) =>
        role switch
        {
            Projections.Questions.Role.Region => "Regional oversight lead",
            Projections.Questions.Role.Auditor => "Auditor",
            _ => "ICB lead",
        };

    /// <summary>A parameter of a question, as the label of its field.</summary>
    public static string Parameter(string name) =>
        name switch
        {
            "organisation" => "Organisation (ODS code)",
            "engagement" => "Engagement (id)",
            "entry" => "Entry (id)",
            "from" => "Recorded from (day)",
            "to" => "Recorded to (day)",
            "within" => "Due in at most (days)",
            _ => char.ToUpperInvariant(name[0]) + name[1..],
        };

    /// <summary>How it came into the record, where that needs saying.</summary>
    public static string? Origin(Origin origin) =>
        origin switch
        {
            Record.Events.Origin.BackDated => "back-dated",
            Record.Events.Origin.Imported => "imported",
            _ => null,
        };

    private static string Body(string id)
    {
        const string regional = "nhs-england-";
        if (id.StartsWith(regional, StringComparison.OrdinalIgnoreCase))
        {
            var region = Region.All.FirstOrDefault(r =>
                r.Code.Equals(id[regional.Length..], StringComparison.OrdinalIgnoreCase)
            );
            return region is null ? id : $"NHS England {region.Name}";
        }

        return id switch
        {
            "nhs-england" => "NHS England",
            "dhsc" => "Department of Health and Social Care",
            _ => id,
        };
    }
}
