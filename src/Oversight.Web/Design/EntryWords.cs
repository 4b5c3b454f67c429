using System.Text.RegularExpressions;
using Oversight.Projections.Timelines;

namespace Oversight.Web.Design;

/// <summary>What entries and rules say, for people: other entries by what they say, organisations by name, and never an id.</summary>
internal static partial class EntryWords
{
    /// <summary>What an event says, in a sentence.</summary>
    /// <param name="content">The event.</param>
    /// <param name="record">The record, as somebody sees it.</param>
    /// <param name="day">The day whose names are used.</param>
    public static string Sentence(Event content, RecordAt record, DateOnly day) =>
        ForPeople(content.Says(), record, day);

    /// <summary>A sentence of the record with names in it. What stands in quotation marks was written by somebody, and stays as it is.</summary>
    /// <param name="said">The sentence.</param>
    /// <param name="record">The record, as somebody sees it.</param>
    /// <param name="day">The day whose names are used.</param>
    /// <param name="loggedBy">What people are called who signed in; null where the sentence names none.</param>
    public static string ForPeople(string said, RecordAt record, DateOnly day, Func<string, string>? loggedBy = null) =>
        NotForPeople()
            .Replace(
                said,
                found =>
                    found.Groups["who"] is { Success: true, Value: var who } ? (loggedBy ?? Words.LoggedBy)(who)
                    : found.Groups["entry"].Success ? Earlier(Guid.Parse(found.Groups["entry"].Value), record, day)
                    : found.Groups["ods"].Success
                    && OdsCode.TryParse(found.Value, out var ods)
                    && record.RegistrationOf(ods) is not null
                        ? record.NameOf(ods, day)
                    : found.Value
            );

    private static string Earlier(Guid id, RecordAt record, DateOnly day) =>
        record.EntryOf(id) is { } named
            // What it says of one earlier still is not followed further.
            ? $"“{ForPeople(AnyId().Replace(named.Event.Says(), "an earlier entry"), record, day)}”"
            : "an earlier entry";

    // A code that stands in brackets stands behind its name.
    [GeneratedRegex(
        """(?<asIs>"[^"]*"|“[^”]*”|\([A-Z][A-Z0-9]{2}(?:[A-Z0-9]{2})?\))|(?<who>user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?:[Ee]ntry )?(?<entry>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})|(?<!\w)(?<ods>[A-Z][A-Z0-9]{2}(?:[A-Z0-9]{2})?)(?!\w)"""
    )]
    private static partial Regex NotForPeople();

    [GeneratedRegex("(?:[Ee]ntry )?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex AnyId();
}
