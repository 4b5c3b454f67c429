using Oversight.Desk.Answers;
using Oversight.Projections.Timelines;
using Oversight.Projections.Undertakings;

namespace Oversight.Cli.Commands;

/// <summary>oversight undertakings: what was undertaken, and how it stands.</summary>
internal static class UndertakingsCommand
{
    private static readonly Argument<SubjectId?> Id = Inputs.Optional<SubjectId?>(
        "ID",
        "One set of undertakings, explained; without it a table of all.",
        text => SubjectId.OfUndertakings(text)
    );

    public static Command Create() =>
        new Command("undertakings", "What organisations have undertaken, and how it stands on a day.") { Id }
            .AsksOnADay(AnswerAsync)
            .WithExamples("oversight undertakings", "oversight undertakings rxw-2023 --on 2024-03-31 --json");

    private static async Task AnswerAsync(Asked asked)
    {
        var (record, on, known) = (asked.Record, asked.On, asked.Known);
        if (asked.Parsed.GetValue(Id) is { } one)
        {
            asked.Show(
                await UndertakingsAnswer.OfAsync(asked.Access.Record, record, one, on, known, asked.Cancellation)
                    ?? throw asked.NotFound(one.Kind, one.Id, $"undertakings {one.Id} are not in the record"),
                answer => Explain(answer.Undertakings, record)
            );
            return;
        }

        asked.Show(
            UndertakingsListAnswer.Of(record, on, known),
            list =>
            {
                WriteTable(list);
                Terminal.WriteLine($"{list.Undertakings.Count.Of("set")} of undertakings {asked.DayAndPlace}.");
            }
        );
    }

    private static void WriteTable(UndertakingsListAnswer list) =>
        Terminal.WriteTable(
            list.Undertakings,
            ("ID", item => item.Id),
            ("Organisation", item => $"{item.Organisation} {item.Name}".TrimEnd()),
            ("Accepted", item => item.Accepted.Effective.ToString()),
            ("Legal basis", item => item.LegalBasis),
            ("Items", item => $"{item.Items}"),
            ("Open", item => item.Open?.ToString() ?? "not stated"),
            ("Overdue", item => item.Overdue?.ToString() ?? "not stated"),
            ("Next due", item => item.NextDue is { } due ? DateWithPrecision.Day(due).ToString() : ""),
            (
                "Published",
                item =>
                    item.Published switch
                    {
                        true => "yes",
                        false => "withheld",
                        null => "not said",
                    }
            )
        );

    private static void Explain(UndertakingsStanding standing, RecordAt record)
    {
        Terminal.WriteLine(
            $"Undertakings {standing.Id} of {standing.Name ?? "an organisation"} ({standing.Organisation})"
        );
        Terminal.WriteField(
            "Asked",
            $"on {DateWithPrecision.Day(standing.On)}, {Terminal.Known(record)}; version {standing.Version}"
        );
        Terminal.WriteField(
            "Accepted",
            $"{standing.Accepted.Effective} by {standing.Accepted.DecidedBy.Body}, entry {standing.Accepted.Entry.Id}"
        );
        foreach (
            var (what, value) in new (string, string?)[]
            {
                ("Given with", standing.JointlyWith.Count == 0 ? null : string.Join(", ", standing.JointlyWith)),
                ("About", standing.Types is { } types ? string.Join(", ", types.Select(InWords.Of)) : null),
                ("Beside", standing.Supplements),
                ("In place of", standing.Supersedes),
                ("Replaced by", standing.SupersededBy.Count == 0 ? null : string.Join(", ", standing.SupersededBy)),
            }
        )
        {
            if (value is not null)
            {
                Terminal.WriteField(what, value);
            }
        }

        Terminal.WriteField("Legal basis", standing.LegalBasis?.Title ?? "not stated");
        foreach (var ground in standing.Grounds)
        {
            Terminal.WriteField("Grounds", ground.Shortened());
        }

        Terminal.WriteField(
            "Published",
            standing.Publication is not { } publication
                ? "not said"
                : publication.Address ?? $"withheld: {publication.WithheldBecause}"
        );
        if (standing.ByReportOnly)
        {
            Terminal.WriteField("Undertaken", "not stated: they are known by report only");
        }

        Terminal.WriteTable(
            standing.Items,
            ("Item", item => item.Reference),
            ("Wording", item => item.Wording.Shortened()),
            ("Due", item => $"{item.Due?.ToString() ?? "no date"}{(item.Open ? ListedWords.Left(item.DaysLeft) : "")}"),
            ("Varied", item => $"{item.Variations.Count}"),
            ("Judged", item => string.Join(" or ", item.Judgements.Select(j => InWords.Of(j.Judgement)))),
            ("Open", item => item.Open ? "yes" : "no")
        );
        foreach (var certificate in standing.Certificates)
        {
            var state = certificate.Issued switch
            {
                true =>
                    $"issued {certificate.Answer!.Effective}{(certificate.Revoked is { } revoked ? $", revoked {revoked.Effective}" : "")}",
                false => $"refused {certificate.Answer!.Effective}",
                null => $"to be decided{ListedWords.Left(certificate.DaysLeft)}",
            };
            Terminal.WriteField("Certificate", $"applied for {certificate.Applied.Effective}; {state}");
        }

        foreach (var breach in standing.Breaches)
        {
            Terminal.WriteField("Breach", $"{string.Join(", ", breach.Items)}, established {breach.Said.Effective}");
        }

        foreach (var direction in standing.Directions)
        {
            Terminal.WriteField(
                "Direction",
                $"{direction.Directed.Shortened()}; due {direction.Due?.ToString() ?? "at no stated time"}{ListedWords.Left(direction.DaysLeft)}"
            );
        }
    }
}
