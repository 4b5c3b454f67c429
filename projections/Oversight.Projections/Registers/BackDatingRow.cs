namespace Oversight.Projections.Registers;

/// <summary>
/// Each day in London on which an account logged entries as back-dated, one row for each account and day. The day asked about changes nothing here:
/// everything that is known is listed.
/// </summary>
internal sealed class BackDatingRow(RecordAt record, string account, DateOnly day, IReadOnlyList<Entry> entries) : Row
{
    public static Register Register { get; } =
        Register.Of(
            "back-dating",
            "Back-dated entries by account and day",
            "day, loggedBy, entries, minutes, subjects, earliest, latest, longest",
            All
        );

    /// <summary>The day on which they were recorded, in London.</summary>
    public DateOnly Day => day;

    /// <summary>The account that logged them.</summary>
    public string LoggedBy => account;

    /// <summary>How many entries it logged as back-dated that day.</summary>
    public int Entries => entries.Count;

    /// <summary>When the first of them was recorded.</summary>
    public DateTimeOffset First => entries[0].Recorded;

    /// <summary>When the last of them was recorded.</summary>
    public DateTimeOffset Last => entries[^1].Recorded;

    /// <summary>Whole minutes from the first to the last.</summary>
    public int Minutes => (int)(entries[^1].Recorded - entries[0].Recorded).TotalMinutes;

    /// <summary>How many subjects they are about.</summary>
    public int Subjects => entries.Select(entry => entry.Subject).Distinct().Count();

    /// <summary>The organisations that the subjects are about.</summary>
    [Heading("ODS")]
    public IEnumerable<OdsCode> Ods => About;

    /// <summary>The codes of their regions.</summary>
    public IEnumerable<string> Region => record.RegionsOf(About);

    /// <summary>The first day on which any of them took effect; empty where no day is known.</summary>
    public DateOnly? Earliest => Dated.Select(date => (DateOnly?)date.Earliest).Min();

    /// <summary>The last day on which any of them took effect; empty where no day is known.</summary>
    public DateOnly? Latest => Dated.Select(date => (DateOnly?)date.Latest).Max();

    /// <summary>The most days between taking effect and being recorded; empty where no day is known.</summary>
    [Heading("Longest delay in days")]
    public int? Longest => entries.Select(AuditHistory.AuditHistory.DaysToRecord).Max();

    /// <summary>How many of them took effect on a day that is not known.</summary>
    [Heading("Without a date")]
    public int Undated => entries.Count - Dated.Count();

    protected override Basis Basis =>
        new(
            entries.Select(entry => new EntryReference(
                entry.Id,
                entry.Place,
                Oversight.Record.Catalogue.EventCatalogue.NameOf(entry.Event),
                null
            )),
            [AnswerRules.EntryAsRecorded],
            Said.Framework(record, day)
        );

    private IReadOnlyList<OdsCode> About =>
        [
            .. entries
                .Select(entry => entry.Subject)
                .Distinct()
                .SelectMany(subject => SubjectOrganisations.Of(record.TimelineOf(subject)!))
                .Distinct()
                .Order(),
        ];

    private IEnumerable<DateWithPrecision> Dated =>
        entries
            .Select(entry => entry.Event.Decision.Effective)
            .Where(effective => effective.Precision != DatePrecision.Unknown);

    private static IEnumerable<BackDatingRow> All(RecordAt record, DateOnly on) =>
        from entry in record.Entries
        where entry.Event.Decision.Origin == Origin.BackDated
        group entry by (entry.LoggedBy, Day: London.DayOf(entry.Recorded)) into together
        orderby together.Key.Day, together.Key.LoggedBy
        select new BackDatingRow(record, together.Key.LoggedBy, together.Key.Day, [.. together]);
}
