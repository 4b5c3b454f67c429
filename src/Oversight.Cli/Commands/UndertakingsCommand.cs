using Oversight.Desk.Answers;
using Oversight.Projections.Registers;
using Oversight.Projections.Undertakings;

namespace Oversight.Cli.Commands;

/// <summary>oversight undertakings: what was undertaken, and how it stands.</summary>
internal static class UndertakingsCommand
{
    private static readonly Argument<string?> Id = new("ID")
    {
        Description = "One set of undertakings, explained; without it a table of all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<DateOnly?> On = Inputs.On();
    private static readonly Option<DateTimeOffset?> Known = Inputs.Known();

    public static Command Create()
    {
        var command = new Command("undertakings", "What organisations have undertaken, and how it stands on a day.")
        {
            Id,
            On,
            Known,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command.WithExamples("oversight undertakings", "oversight undertakings rxw-2023 --on 2024-03-31 --json");
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        SubjectId? asked = parsed.GetValue(Id) is { } id ? SubjectId.OfUndertakings(id) : null;
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var on = parsed.GetValue(On) ?? London.Today(access.Record.Clock);
        var known = parsed.GetValue(Known);
        var record = await access.Record.Live.AtAsync(known, cancellation);
        if (asked is { } one)
        {
            var answer =
                await UndertakingsAnswer.OfAsync(access.Record, record, one, on, known, cancellation)
                ?? throw new FailureException(
                    ExitCode.NotFound,
                    $"undertakings {one.Id} are not in the record (as known at place {record.Place})."
                        + MeantSubject.Question(record, SubjectKind.Undertakings, one.Id)
                );
            if (access.Settings.Json)
            {
                Terminal.WriteJson(answer);
            }
            else
            {
                Explain(answer.Undertakings);
            }

            return (int)ExitCode.Done;
        }

        var list = UndertakingsListAnswer.Of(record, on, known);
        if (access.Settings.Json)
        {
            Terminal.WriteJson(list);
        }
        else
        {
            WriteTable(list);
            Terminal.WriteLine(
                $"{list.Undertakings.Count} sets of undertakings on {DateWithPrecision.Day(on)}, as known at place {record.Place}."
            );
        }

        return (int)ExitCode.Done;
    }

    private static void WriteTable(UndertakingsListAnswer list)
    {
        var table = Terminal.NewTable(
            "ID",
            "Organisation",
            "Accepted",
            "Legal basis",
            "Items",
            "Open",
            "Overdue",
            "Next due",
            "Published"
        );
        foreach (var item in list.Undertakings)
        {
            table.AddLine(
                item.Id,
                $"{item.Organisation} {item.Name}".TrimEnd(),
                item.Accepted.Effective.ToString(),
                item.LegalBasis,
                $"{item.Items}",
                $"{item.Open}",
                $"{item.Overdue}",
                item.NextDue is { } due ? DateWithPrecision.Day(due).ToString() : "",
                item.Published switch
                {
                    true => "yes",
                    false => "withheld",
                    null => "not said",
                }
            );
        }

        Terminal.Write(table);
    }

    private static void Explain(UndertakingsStanding standing)
    {
        static void Line(string label, string text) => Terminal.WriteLine($"{label, -13}{text}");
        Terminal.WriteLine(
            $"Undertakings {standing.Id} of {standing.Name ?? "an organisation"} ({standing.Organisation})"
        );
        Line(
            "Asked",
            $"on {DateWithPrecision.Day(standing.On)}, as known at place {standing.Place}; version {standing.Version}"
        );
        Line(
            "Accepted",
            $"{standing.Accepted.Effective} by {standing.Accepted.DecidedBy.Body}, entry {standing.Accepted.Entry.Id}"
        );
        Line("Legal basis", standing.LegalBasis.Title);
        foreach (var ground in standing.Grounds)
        {
            Line("Grounds", ground.Shortened());
        }

        Line(
            "Published",
            standing.Publication is not { } publication
                ? "not said"
                : publication.Address ?? $"withheld: {publication.WithheldBecause}"
        );
        var table = Terminal.NewTable("Item", "Wording", "Due", "Varied", "Judged", "Open");
        foreach (var item in standing.Items)
        {
            table.AddLine(
                item.Reference,
                item.Wording.Shortened(),
                $"{item.Due?.ToString() ?? "no date"}{(item.Open ? ListedWords.Left(item.DaysLeft) : "")}",
                $"{item.Variations.Count}",
                string.Join(" or ", item.Judgements.Select(j => InWords.Of(j.Judgement))),
                item.Open ? "yes" : "no"
            );
        }

        Terminal.Write(table);
        foreach (var certificate in standing.Certificates)
        {
            var state = certificate.Issued switch
            {
                true =>
                    $"issued {certificate.Answer!.Effective}{(certificate.Revoked is { } revoked ? $", revoked {revoked.Effective}" : "")}",
                false => $"refused {certificate.Answer!.Effective}",
                null => $"to be decided{ListedWords.Left(certificate.DaysLeft)}",
            };
            Line("Certificate", $"applied for {certificate.Applied.Effective}; {state}");
        }

        foreach (var breach in standing.Breaches)
        {
            Line("Breach", $"{string.Join(", ", breach.Items)}, established {breach.Said.Effective}");
        }

        foreach (var direction in standing.Directions)
        {
            Line(
                "Direction",
                $"{direction.Directed.Shortened()}; due {direction.Due?.ToString() ?? "at no stated time"}{ListedWords.Left(direction.DaysLeft)}"
            );
        }
    }

    // NotComplied as people say it: not complied.
}
