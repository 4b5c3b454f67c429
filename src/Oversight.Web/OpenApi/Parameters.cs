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

    public const string Register = "The name of a register; /api/registers lists them.";

    public const string Question = "The id of a question, such as R5; /api/questions lists them.";

    public const string Sort =
        "Columns to sort by, with commas between, a hyphen before one that descends: -due,ods. Empty cells come last.";

    public const string Columns = "The columns wanted, with commas between; without it all.";

    public const string Limit = "At most so many rows, 1 to 10000; without it 1000 in JSON, and all in CSV.";

    public const string After =
        "Rows to pass over, as \"next\" of an earlier answer says; give the same known, so that both are of one place.";

    public const string Format =
        "json or csv; without it what the header Accept asks for. CSV is UTF-8 with a row of column names (RFC 4180); a "
        + "text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return) has an "
        + "apostrophe before it.";

    public const string Filters =
        "Any column of the register as a filter: column=value (one of several with commas), column.not, column.atLeast, "
        + "column.atMost (numbers, dates, instants), column.contains (texts, lists), column.empty=true.";

    public const string QuestionParameter = "A parameter of the question, where it takes this one: ";

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
