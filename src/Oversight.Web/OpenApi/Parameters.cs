namespace Oversight.Web.OpenApi;

/// <summary>What the API's parameters mean, in the words of its description.</summary>
internal static class Parameters
{
    public const string Ods = "The organisation's ODS code: 3 or 5 letters and digits.";

    public const string FrameworkId = "The id of a framework version; /api/frameworks lists them.";

    public const string SubjectId = "The id: small letters, digits and hyphens, such as qoc-2021.";

    public const string EntryId = "The id of an entry, as receipts and histories give it.";

    public const string Sha256 = "The document's SHA-256: 64 hexadecimal digits in small letters.";

    public const string FileName =
        "The document's file name, with an extension that fits its type: no folder, no control characters, at most 255 characters.";
    public const string CalendarId = "The id of a calendar feed, as /api/calendars gives it.";

    public const string Region = "Only organisations of this region, by its code; without it all.";

    public const string DeadlinesOfRegion =
        "Only what concerns organisations of this region, by its code; without it all.";

    public const string DeadlinesOfOrganisation =
        "Only what concerns this organisation, by its ODS code; without it all.";

    public const string Within = "Only what falls due from the day on within so many days, such as 30.";

    public const string Overdue =
        "true: only what is overdue on the day; together with within that and what falls due.";

    public const string On =
        "The day that is asked about, exact (2024-03-31 or 31 March 2024); without it today in London.";

    public const string Known =
        "As known when: an instant with its offset (2026-11-21T12:00:00Z), not in the future; without it now. What was "
        + "recorded later is left out.";

    /// <summary>Examples of parameters. The page to try the API fills them in: none for an instant, which may lie before the record began.</summary>
    public static IReadOnlyDictionary<string, string> Examples { get; } =
        new Dictionary<string, string>
        {
            ["ods"] = "QYG",
            ["region"] = "Y60",
            ["on"] = "2024-03-31",
            ["organisation"] = "QOC",
            ["within"] = "30",
            ["overdue"] = "true",
            ["name"] = "version-moved",
            ["fileName"] = "Board paper 12.pdf",
            ["sha256"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        };
}
