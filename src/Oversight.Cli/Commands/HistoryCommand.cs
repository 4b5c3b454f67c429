using Oversight.Desk.Answers;
using Oversight.Projections.AuditHistory;
using Oversight.Projections.Timelines;

namespace Oversight.Cli.Commands;

/// <summary>oversight history: all that was recorded about a subject, explained.</summary>
internal static class HistoryCommand
{
    private static readonly Argument<SubjectId> Subject = Inputs.Argument(
        "ODS|SUBJECT",
        "An organisation's ODS code, or framework-, recovery- or undertakings- and the id, such as recovery-qoc-2021.",
        text =>
            text.Contains('-', StringComparison.Ordinal)
                ? SubjectId.FromStream(text)
                : SubjectId.Of(OdsCode.Parse(text, "ODS"))
    );

    public static Command Create() =>
        new Command("history", "Everything recorded about a subject, in order, each entry explained.") { Subject }
            .Asks(AnswerAsync)
            .WithExamples(
                "oversight history QOC",
                "oversight history framework-nof-2022-23",
                "oversight history recovery-qoc-2021",
                "oversight history QOC --known 2026-11-21T12:00:00Z"
            );

    private static async Task AnswerAsync(Asked asked)
    {
        var subject = asked.Parsed.GetRequiredValue(Subject);
        var history =
            AuditHistory.Of(asked.Record, subject)
            ?? throw asked.NotFound(subject.Kind, subject.Id, $"nothing is recorded about {subject}");
        asked.Show(
            await HistoryAnswer.OfAsync(asked.Access.Record, asked.Record, history, asked.Known, asked.Cancellation),
            answer => Write(answer, asked.Record)
        );
    }

    private static void Write(HistoryAnswer answer, RecordAt record)
    {
        foreach (var entry in answer.Entries)
        {
            Write(entry, answer.People);
        }

        Terminal.WriteLine(
            $"{answer.Entries.Count.Of("entry", "entries")} of {answer.Subject}, {Terminal.Known(record)}; version {answer.Version}."
        );
    }

    private static void Write(HistoryEntry entry, IReadOnlyDictionary<string, string> names)
    {
        static void Line(string text) => Terminal.WriteLine($"      {text}");
        var decision = entry.Event.Decision;
        Terminal.WriteLine($"{entry.Version, 4}  {entry.Summary}{Standing(entry)}");
        Line($"entry {entry.Id}{Terminal.Place(entry.Place)}");
        Line($"recorded {entry.Recorded.Shown()} by {entry.LoggedBy}{Delay(entry)}");
        Line($"decided {decision.Decided} by {Decider(decision.DecidedBy, names)}{OriginWords(decision.Origin)}");
        if (decision.Source is { } source)
        {
            Line($"source {source.Document}{(source.Fact is { } fact ? ", " + fact : "")}".Shortened());
        }

        if (decision.Rationale is { } rationale)
        {
            Line($"because: {rationale}");
        }

        foreach (var evidence in decision.Evidence)
        {
            Line($"evidence: {evidence.Title}{(evidence.Reference is { } reference ? $" ({reference})" : "")}");
        }

        if (decision.Communicated is { } communicated)
        {
            Line($"communicated {communicated:yyyy-MM-dd}");
        }

        foreach (var telling in entry.Told ?? [])
        {
            Line(telling.Words());
        }

        foreach (var challenge in entry.Challenges ?? [])
        {
            Line(challenge.Words());
        }

        if (entry.Old is { } old)
        {
            Line($"was:  {old}");
            Line($"now:  {entry.New}");
        }

        foreach (var member in entry.Change?.Members ?? [])
        {
            Line($"changed {member.Words}");
        }

        foreach (var finding in entry.Findings)
        {
            Line($"finding: {finding.Breach} (rule {finding.Rule})");
        }
    }

    private static string Standing(HistoryEntry entry) =>
        entry.Standing switch
        {
            EntryStanding.Corrected => $"  [corrected by {entry.ChangedBy}]",
            EntryStanding.Retracted => $"  [retracted by {entry.ChangedBy}]",
            _ => "",
        };

    private static string Delay(HistoryEntry entry) =>
        entry.DaysToRecord switch
        {
            null or 0 => "",
            < 0 => $", {(-entry.DaysToRecord.Value).Of("day")} ahead",
            { } days => $", {days.Of("day")} after it took effect",
        };

    private static string Decider(DecidedBy by, IReadOnlyDictionary<string, string> names)
    {
        var person = by.Person is null ? "" : ", " + names.GetValueOrDefault(by.Person, InWords.NoNameKept);
        return by.Body + (by.Role is null ? "" : $", {by.Role}") + person;
    }

    private static string OriginWords(Origin origin) =>
        origin switch
        {
            Origin.BackDated => "; logged back-dated",
            Origin.Imported => "; imported",
            _ => "",
        };
}
