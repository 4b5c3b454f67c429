using Oversight.Desk.Answers;
using Oversight.Projections.Answers;
using Oversight.Projections.Registers;
using Oversight.Projections.Status;
using Oversight.Projections.Timelines;

namespace Oversight.Cli.Commands;

/// <summary>oversight status: where organisations stand.</summary>
internal static class StatusCommand
{
    private static readonly Argument<OdsCode?> Ods = new("ODS")
    {
        Description = "One organisation, explained; without it a table of all.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            if (OdsCode.TryParse(result.Tokens.Single().Value, out var code))
            {
                return code;
            }

            result.AddError(
                $"ODS: \"{result.Tokens.Single().Value}\" is not an ODS code: it has 3 or 5 letters and digits, such as QOC or S1Y5D."
            );
            return null;
        },
    };

    private static readonly Option<Region?> InRegion = Inputs.Parsed<Region?>(
        "--region",
        "CODE",
        "Only this region's organisations, such as Y60.",
        text => Region.Of(text)
    );

    private static readonly Option<DateOnly?> On = Inputs.On();
    private static readonly Option<DateTimeOffset?> Known = Inputs.Known();

    public static Command Create()
    {
        var command = new Command("status", "Where organisations stand on a day, as known at an instant.")
        {
            Ods,
            InRegion,
            On,
            Known,
        };
        command.Validators.Add(result =>
        {
            // By what was written: a value that cannot be read is complained about elsewhere.
            if (result.GetResult(Ods) is { Tokens.Count: > 0 } && result.GetResult(InRegion) is not null)
            {
                result.AddError("Give an ODS code or --region, not both.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command.WithExamples(
            "oversight status",
            "oversight status --region Y60 --on 2024-03-31",
            "oversight status QOC --known 2026-11-21T12:00:00Z --json"
        );
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var access = await RecordAccess.OpenAsync(Settings.Of(parsed), cancellation);
        var on = parsed.GetValue(On) ?? London.Today(access.Record.Clock);
        var known = parsed.GetValue(Known);
        var record = await access.Record.Live.AtAsync(known, cancellation);
        if (parsed.GetValue(Ods) is { } ods)
        {
            var answer =
                await OrganisationAnswer.OfAsync(access.Record, record, ods, on, known, cancellation)
                ?? throw new FailureException(
                    ExitCode.NotFound,
                    $"{ods} is not registered in the record (as known at place {record.Place})."
                        + MeantSubject.Question(record, SubjectKind.Organisation, ods.Value)
                );
            if (access.Settings.Json)
            {
                Terminal.WriteJson(answer);
            }
            else
            {
                Explain(answer.Status, record);
            }

            return (int)ExitCode.Done;
        }

        var picture = NationalPicture.Of(record, on, parsed.GetValue(InRegion), known);
        if (access.Settings.Json)
        {
            Terminal.WriteJson(picture);
        }
        else
        {
            WriteTable(picture.Organisations);
            Terminal.WriteLine(
                $"{picture.Organisations.Count.Of("organisation")} on {DateWithPrecision.Day(on)}, as known at place {record.Place}."
            );
        }

        return (int)ExitCode.Done;
    }

    private static void WriteTable(IReadOnlyList<OrganisationStatus> all)
    {
        var table = Terminal.NewTable("ODS", "Name", "Region", "Segment", "Since");
        foreach (var status in all)
        {
            table.AddLine(
                status.Ods.Value,
                status.Name,
                status.Region.Name,
                status.Segment.Text,
                status.Segment.Since?.ToString() ?? ""
            );
        }

        Terminal.Write(table);
    }

    private static void Explain(OrganisationStatus status, RecordAt record)
    {
        static void Line(string label, string text) => Terminal.WriteLine($"{label, -13}{text}");
        Terminal.WriteLine($"{status.Name} ({status.Ods}), {status.Region.Name}");
        Line(
            "Asked",
            $"on {DateWithPrecision.Day(status.On)}, as known at place {status.Place}; version {status.Version}"
        );
        Line("Segment", status.Segment.Text);
        if (status.Segment.Since is { } since)
        {
            Line("", $"in this segment since {since}");
        }

        foreach (var stated in status.Segment.Candidates)
        {
            Line("Rests on", $"{stated.Words}{(stated.Label is { } label ? $" (\"{label}\")" : "")}");
            Line("", $"entry {Words(stated.Entry)}");
            Line("", $"decided by {People(stated)}{From(stated)}");
            if (stated.Rationale is { } rationale)
            {
                Line("", $"because: {rationale}");
            }
        }

        Line("Rule", status.Segment.Rule);
        var framework = status.Segment.Framework;
        Line(
            "Framework",
            framework.Title is null ? framework.Note ?? "none" : $"{framework.Title} ({InWords.Of(framework.State)})"
        );
        if (framework.Note is { } note && framework.Title is not null)
        {
            Line("", note);
        }

        foreach (var entry in framework.RestsOn)
        {
            Line("", $"entry {Words(entry)}");
        }

        Line("Existence", ExistenceWords(status.Existence));
        foreach (var successor in status.Existence.Successors)
        {
            Line("Followed by", Named(successor, record));
        }

        foreach (var predecessor in status.Existence.Predecessors)
        {
            Line("Follows", Named(predecessor, record));
        }

        if (status.Review is { } review)
        {
            Line("Review", $"last {review.Last}{(review.NextDue is { } due ? $"; next due {due}" : "")}{Left(review)}");
        }
        else
        {
            Line("Review", "not stated: no review of its segment is recorded by this day");
        }

        foreach (var proposal in status.Proposals)
        {
            Line(
                "Proposed",
                $"segment {proposal.Segment} from {proposal.Effective}, proposed {proposal.Proposed} by {proposal.DecidedBy.Body}; not answered yet"
            );
            Line("", $"entry {Words(proposal.Entry)}");
            if (proposal.Rationale is { } why)
            {
                Line("", $"because: {why}");
            }
        }

        foreach (var finding in status.Findings)
        {
            Line("Finding", $"{finding.Breach} (rule {finding.Rule}, entry {finding.Entry})");
        }
    }

    private static string Words(EntryReference entry) =>
        $"{entry.Id} ({entry.Kind}, place {entry.Place}){(entry.CorrectedBy is { } by ? $", corrected by {by}" : "")}";

    private static string People(StatedSegment stated) =>
        stated.DecidedBy.Body + (stated.DecidedBy.Role is { } role ? $", {role}" : "");

    private static string From(StatedSegment stated) =>
        stated.Source is { } source ? $"; source {source.Document}{(source.Fact is { } fact ? ", " + fact : "")}" : "";

    private static string ExistenceWords(Existence existence) =>
        existence.State switch
        {
            ExistenceState.Exists => $"exists; established {existence.Established}",
            ExistenceState.NotYet => $"not yet; established {existence.Established}",
            ExistenceState.Ended => $"ended {existence.Ended}; established {existence.Established}",
            _ => $"uncertain; established {existence.Established}",
        } + (existence.State != ExistenceState.Ended && existence.Ended is { } ended ? $", ended {ended}" : "");

    private static string Left(ReviewStatus review) =>
        review.DaysLeft is not { } days ? ""
        : review.Overdue ? $" ({-days} days overdue)"
        : $" ({days} days left)";

    private static string Named(OdsCode ods, RecordAt record) =>
        OrganisationStatus.Of(record, ods, DateOnly.MinValue) is { } status ? $"{ods} {status.Name}" : ods.Value;
}
